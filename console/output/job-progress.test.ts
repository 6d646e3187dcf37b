import { expect, test } from "vitest";
import { collect } from "../testing/run-here.ts";
import { enWords } from "../words/en.ts";
import { createJobReporter, type JobProgress } from "./job-progress.ts";
import { createOutput } from "./output.ts";

const HALF: JobProgress = {
  filesDone: 1200,
  filesTotal: 4000,
  bytesDone: 512 * 1024,
  bytesTotal: 1024 * 1024,
  isTotalKnown: true,
  item: "/srv/\u001bfile",
};

function report(isJson: boolean, progress: JobProgress): { out: string; err: string } {
  const stdout = collect();
  const stderr = collect({ isTTY: true, columns: 200 });
  const output = createOutput({
    stdout: stdout.stream,
    stderr: stderr.stream,
    isJson,
    isQuiet: false,
    verbosity: 0,
  });
  const reporter = createJobReporter(
    { output, words: enWords, language: "en" },
    { filesDone: "files_done", bytesDone: "bytes_done" },
  );
  reporter.report(() => progress);
  reporter.report(() => progress); // too soon after the first to be shown
  return { out: stdout.text(), err: stderr.text() };
}

test("a terminal gets percent, files, bytes, speed and what is left", () => {
  const { out, err } = report(false, HALF);
  expect(out).toBe("");
  expect(err).toMatch(
    /^\r\S+\[0:00\] {2}50\.0% {2}1,200 \/ 4,000 files {2}512\.000 KiB \/ 1\.000 MiB {2}\S+ \S+\/s {2}0:\d\d left {2}\/srv\/\\u\{1b\}file$/,
  );
});

test("there is no percentage while the total still grows", () => {
  const { err } = report(false, { ...HALF, isTotalKnown: false });
  expect(err).toContain("still looking");
  expect(err).not.toContain("%");
});

test("JSON gets restic's status line", () => {
  const lines = report(true, HALF).out.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    message_type: "status",
    percent_done: 0.5,
    total_files: 4000,
    files_done: 1200,
    total_bytes: 1024 * 1024,
    bytes_done: 512 * 1024,
    current_files: ["/srv/\u001bfile"],
  });
});
