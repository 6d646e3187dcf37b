/** The command line and restic on one repository, which the tests of a file use one after the other. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect } from "vitest";
import { backstay, type Ended } from "./command-line.ts";

const run = promisify(execFile);

export const CLI_PASSWORD = "correct horse";

export type TestCommandLine = {
  /** Holds `source` with four files and a link, and `repository`, which is not there at first. */
  readonly folder: string;
  /** What `backstay` is to find in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `backstay` to its end, whatever that is. */
  ours(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Runs a command that must succeed without a word on standard error. @returns what it printed */
  good(args: readonly string[]): Promise<string>;
  /** Runs restic on the same repository. @returns what it printed; rejects when it fails */
  restic(args: readonly string[]): Promise<string>;
};

/** To be called once in a file, outside of its tests. */
export function testCommandLine(): TestCommandLine {
  let folder = "";
  let env: Record<string, string> = {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "backstay-cli-"));
    env = {
      BACKSTAY_HOME: join(folder, "home"),
      BACKSTAY_REPOSITORY: join(folder, "repository"),
      BACKSTAY_PASSWORD: CLI_PASSWORD,
    };
    await mkdir(join(folder, "source/sub"), { recursive: true });
    await writeFile(join(folder, "source/a.txt"), "first\n");
    await writeFile(join(folder, "source/sub/b.txt"), "second\n");
    await writeFile(join(folder, "source/sub/\u001b[2Jc.txt"), "third\n");
    await writeFile(join(folder, "source/skipped.tmp"), "none\n");
    await symlink("a.txt", join(folder, "source/link"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const ours: TestCommandLine["ours"] = (args, more = {}) =>
    backstay(args, { env: { ...env, ...more }, cwd: folder });
  return {
    get folder() {
      return folder;
    },
    get env() {
      return env;
    },
    ours,
    async good(args) {
      const { exitCode, stdout, stderr } = await ours(args);
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      return stdout;
    },
    async restic(args) {
      const variables = { RESTIC_REPOSITORY: join(folder, "repository"), RESTIC_PASSWORD: CLI_PASSWORD };
      const { stdout } = await run("restic", ["--no-cache", ...args], {
        env: { ...process.env, ...variables, TZ: "UTC" },
        maxBuffer: 64 * 1024 * 1024,
      });
      return stdout;
    },
  };
}
