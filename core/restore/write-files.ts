/** Brings the content of files into the target: reads, has it opened and written, and tries other places for what is damaged. */
import { unlinkSync } from "node:fs";
import { rawPathForFs } from "../platform/raw-path.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { encodeJob, newFileKey, writeFileOf } from "./encode-job.ts";
import type { Limiter } from "./limiter.ts";
import type { BlobLocator } from "./locate-blobs.ts";
import { planReads, type ReadJob, type WantedBlob, type WantedSlice } from "./plan-reads.ts";
import { type EntryProblem, problemFor, problemOf } from "./problem.ts";
import { readSealed } from "./read-sealed.ts";
import type { Report } from "./report.ts";
import { chunksOf, isWholeFile, type RestoreFile } from "./restore-file.ts";
import type { RestoreTeam } from "./thread-team.ts";

const FILES_PER_QUESTION = 64;

export type RestoreTools = {
  readonly repository: IndexedRepository;
  readonly team: RestoreTeam;
  readonly locator: BlobLocator;
  readonly report: Report;
  /** For work that holds file content in memory. */
  readonly limiter: Limiter;
  readonly signal: AbortSignal;
};

/**
 * Writes the slices. Afterwards each of their files is `done` (a whole new one), `prepared` (it has all its content, as far as its
 * slices came here) or `failed`, which was reported.
 */
export async function writeFiles(slices: readonly WantedSlice[], tools: RestoreTools): Promise<void> {
  let wanted = slices;
  while (wanted.length > 0) wanted = await writeOnce(wanted, tools);
}

/** @returns what has to be written again from other places */
async function writeOnce(
  slices: readonly WantedSlice[],
  tools: RestoreTools,
): Promise<readonly WantedSlice[]> {
  const files = [...new Set(slices.map(({ file }) => file))];
  await prepare(
    files.filter((file) => file.reuse !== undefined && file.state === "planned"),
    tools,
  );
  const plan = planReads(slices, tools.locator);
  for (const file of plan.damaged) fail(file, problemFor("damaged"), tools);
  const partial = new Set(slices.filter((slice) => !isWholeFile(slice)).map(({ file }) => file));
  const needsPreparing = (file: RestoreFile) => partial.has(file) || (plan.jobCounts.get(file) ?? 0) > 1;
  await prepare(
    files.filter((file) => file.state === "planned" && needsPreparing(file)),
    tools,
  );
  const retries = new Map<RestoreFile, Set<number>>();
  const jobs: ReadJob[] = [...plan.jobs];
  const empty = files.filter((file) => file.state === "planned" && !plan.jobCounts.has(file));
  const writing = jobs.map((job) => tools.limiter.run(() => writeJob(job, tools, retries)));
  if (empty.length > 0) writing.push(makeEmpty(empty, tools));
  await settleAll(writing);
  return slices.flatMap((slice) => {
    const only = retries.get(slice.file);
    if (only === undefined || slice.file.state === "failed") return [];
    return slice.file.state === "prepared" ? [{ ...slice, only }] : [slice];
  });
}

/** Waits for all, so that nothing still runs when the first failure is passed on. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** A file in several batches is prepared by the first that comes to it, and the others wait for that. */
async function prepare(files: readonly RestoreFile[], tools: RestoreTools): Promise<void> {
  const fresh = files.filter((file) => file.preparing === undefined);
  for (let n = 0; n < fresh.length; n += FILES_PER_QUESTION) {
    const group = fresh.slice(n, n + FILES_PER_QUESTION);
    const preparing = prepareGroup(group, tools);
    for (const file of group) file.preparing = preparing;
  }
  await settleAll([...new Set(files.flatMap((file) => file.preparing ?? []))]);
}

async function prepareGroup(files: readonly RestoreFile[], tools: RestoreTools): Promise<void> {
  const answers = await tools.team.ask(
    "prepare",
    files.map((file) => {
      file.key = newFileKey();
      const { key, place, sizeBytes, reuse } = file;
      const chunks = reuse === undefined ? undefined : chunksOf(file);
      return { key, path: place.path, sizeBytes, reuse, chunks };
    }),
  );
  for (const [n, file] of files.entries()) {
    const answer = answers[n];
    if (answer === undefined) throw new Error("a thread left a question unanswered");
    if ("problem" in answer) {
      fail(file, answer.problem, tools);
      continue;
    }
    file.state = "prepared";
    file.kept = answer.kept;
    answer.kept?.forEach((isKept, chunk) => {
      if (isKept === 1) tools.report.done(0, file.lengths[chunk] ?? 0);
    });
  }
}

/** Removes what there is of a file that cannot be completed. What it was to replace stays. */
export function fail(file: RestoreFile, problem: EntryProblem, { report }: RestoreTools): void {
  if (file.state === "failed") return;
  const isThere = file.state === "prepared" || file.state === "done";
  const { path, finalPath } = file.place;
  const present = file.state === "done" ? finalPath : path;
  file.state = "failed";
  file.failure = problem.reason;
  report.problem(file.path, problem);
  if (!isThere) return;
  try {
    unlinkSync(rawPathForFs(present));
  } catch (error) {
    report.problem(file.path, problemOf(error));
  }
}

async function makeEmpty(files: readonly RestoreFile[], tools: RestoreTools): Promise<void> {
  const nothing = {
    buffers: [],
    ids: new Uint8Array(),
    blobs: new Float64Array(),
    targets: new Float64Array(),
  };
  const answer = await tools.team.ask("write", { files: files.map(writeFileOf), ...nothing });
  takeProblems(files, answer.problems, tools);
  finishWhole(files, tools);
}

async function writeJob(
  job: ReadJob,
  tools: RestoreTools,
  retries: Map<RestoreFile, Set<number>>,
): Promise<void> {
  const { repository, team, locator, signal } = tools;
  const sealed = await readSealed(
    repository.store,
    job.blobs.map(({ place }) => place),
    signal,
  );
  const readable = job.blobs.filter((_, n) => sealed.blobs[n] !== undefined);
  const broken = job.blobs.filter((_, n) => sealed.blobs[n] === undefined);
  const lost = new Set(broken.flatMap((blob) => blob.targets.map(({ file }) => file)));
  const { message, files } = encodeJob(
    readable,
    sealed,
    (file) => lost.has(file) && file.state !== "prepared",
  );
  const answer = await team.ask(
    "write",
    message,
    sealed.buffers.map((buffer) => buffer.buffer),
  );
  const again = new Set<WantedBlob>();
  for (const { blob } of answer.broken) {
    const found = readable[blob];
    if (found === undefined) continue;
    broken.push(found);
    const sealedBlob = sealed.blobs[job.blobs.indexOf(found)];
    const doubt = sealedBlob === undefined ? undefined : sealed.doubts[sealedBlob.buffer];
    if (doubt?.(found.place) === true) again.add(found);
  }
  takeProblems(files, answer.problems, tools);
  for (const blob of broken) {
    const hasOther = again.has(blob) || locator.giveUp(blob.place) || (await locator.finds(blob.place.id));
    for (const { file, chunk } of blob.targets) {
      if (!hasOther) fail(file, problemFor("damaged"), tools);
      else retries.set(file, (retries.get(file) ?? new Set()).add(chunk));
    }
  }
  const written = files.filter((file) => file.state !== "failed" && !retries.has(file));
  finishWhole(written, tools);
  const bytes = readable
    .filter((blob) => !broken.includes(blob))
    .flatMap(({ targets }) => targets.filter(({ file }) => file.state === "prepared"))
    .reduce((sum, { file, chunk }) => sum + (file.lengths[chunk] ?? 0), 0);
  tools.report.done(0, bytes, files.at(-1)?.path);
}

function finishWhole(files: readonly RestoreFile[], { report }: RestoreTools): void {
  for (const file of files) {
    if (file.state !== "planned") continue;
    file.state = "done";
    report.counts.filesRestored += 1;
    report.counts.bytesRestored += file.sizeBytes;
    report.done(1, file.sizeBytes, file.path);
  }
}

function takeProblems(
  files: readonly RestoreFile[],
  problems: readonly { readonly file: number; readonly problem: EntryProblem; readonly isMade: boolean }[],
  tools: RestoreTools,
): void {
  for (const { file: number, problem, isMade } of problems) {
    const file = files[number];
    if (file === undefined) throw new Error(`the job has no file ${number}`);
    if (isMade) tools.report.problem(file.path, problem);
    else fail(file, problem, tools);
  }
}
