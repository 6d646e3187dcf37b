/** What comes in at standard input, and what a program writes, as files of a snapshot: restic is the judge. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { backstay, jsonLines } from "../support/command-line.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacksTool } from "../support/tools.ts";

const cli = testCommandLine();
const { ours, good, restic } = cli;

function withInput(input: string, args: readonly string[], env: Readonly<Record<string, string>> = cli.env) {
  return backstay(["backup", "--stdin", ...args], { env, cwd: cli.folder, input });
}

async function countSnapshots(): Promise<number> {
  return JSON.parse(await restic(["snapshots", "--json"])).length;
}

describe.skipIf(lacksTool("restic"))("what is no file", () => {
  test("standard input becomes a file that restic reads byte for byte", async () => {
    await good(["init"]);
    await cheapenKeys(join(cli.folder, "repository"), CLI_PASSWORD);
    const text = `${randomBytes(9_000_000).toString("hex")}\n`;
    const { exitCode, stderr } = await withInput(text, ["--stdin-filename", "dumps/books.sql"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect((await resticDump("/dumps/books.sql")) === text).toBe(true);
    await restic(["check", "--read-data"]);
    const [snapshot] = JSON.parse(await restic(["snapshots", "--json"]));
    expect(snapshot.paths).toEqual(["/dumps/books.sql"]);
    // each cuts alike, so what the one has saved is nothing new for the other
    await writeFile(join(cli.folder, "books.sql"), text);
    const again = jsonLines(await restic(["backup", "--json", join(cli.folder, "books.sql")])).at(-1);
    expect(again).toMatchObject({ data_blobs: 0, files_new: 1 });
  });

  test("it has restic's usual name where none is given", async () => {
    expect((await withInput("words\n", [])).exitCode).toBe(0);
    expect(await resticDump("/stdin")).toBe("words\n");
  });

  test("what a command writes becomes a file; what it complains of is shown", async () => {
    const { exitCode, stderr } = await fromCommand("echo data; echo beware >&2");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "beware\n" });
    expect(await resticDump("/out.txt")).toBe("data\n");
  });

  test("of a command that fails there is no snapshot, however much it has written", async () => {
    const before = await countSnapshots();
    const failed = await fromCommand("seq 1000000; echo 'connection lost' >&2; exit 4");
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('sh ended badly (4) and said "connection lost".');
    expect(failed.stderr).toContain("No snapshot was made");
    const missing = await ours(["backup", "--stdin-from-command", "--", "no-such-program"]);
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain(
      "no-such-program could not be started: there is no such program (ENOENT).",
    );
    expect(await countSnapshots()).toBe(before);
    expect(await restic(["list", "locks"])).toBe("");
  });

  test("the command gets no password of the repository", async () => {
    expect((await fromCommand("env")).exitCode).toBe(0);
    const environment = await resticDump("/out.txt");
    expect(environment).toContain("PATH=");
    expect(environment).not.toContain(CLI_PASSWORD);
  });

  test("what cannot be meant is refused before anything is done", async () => {
    const before = await countSnapshots();
    for (const args of [
      ["--stdin", "source"],
      ["--stdin", "--stdin-from-command", "true"],
      ["--stdin", "--files-from", "list"],
      ["--stdin-from-command"],
      ["--stdin", "--stdin-filename", "/"],
    ])
      expect((await ours(["backup", ...args])).exitCode, args.join(" ")).toBe(2);
    const { BACKSTAY_PASSWORD: _, ...without } = cli.env;
    const asked = await withInput(`${CLI_PASSWORD}\nsecond line\n`, [], without);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain("the password cannot be asked for there");
    expect(await countSnapshots()).toBe(before);
  });
});

function fromCommand(script: string) {
  return ours(["backup", "--stdin-filename", "out.txt", "--stdin-from-command", "--", "sh", "-c", script]);
}

function resticDump(path: string): Promise<string> {
  return restic(["dump", "latest", path]);
}
