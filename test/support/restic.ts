/** The real restic on one repository: the independent witness of the format. */
import { execFile } from "node:child_process";
import { z } from "zod";

export type Restic = {
  /** @returns what it printed; rejects when it fails, with its own words */
  run(...args: readonly string[]): Promise<string>;
  /** Runs it whatever comes of it. */
  attempt(...args: readonly string[]): Promise<ResticOutcome>;
  /** Backs up with `--json`. @returns its summary */
  backUp(...args: readonly string[]): Promise<ResticSummary>;
};

export type ResticOutcome = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** What `restic backup --json` says at its end. */
export type ResticSummary = z.infer<typeof summarySchema>;

const summarySchema = z.object({
  message_type: z.literal("summary"),
  files_new: z.number(),
  files_changed: z.number(),
  files_unmodified: z.number(),
  data_blobs: z.number(),
  tree_blobs: z.number(),
  snapshot_id: z.string(),
});

const MAX_OUTPUT_BYTES = 1 << 28;

/** @param repository folder of the repository, which need not exist yet */
export function resticOn(repository: string, password: string): Restic {
  const env = { ...process.env, RESTIC_PASSWORD: password, RESTIC_REPOSITORY: repository };

  function attempt(...args: readonly string[]): Promise<ResticOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<ResticOutcome>();
    const options = { env, maxBuffer: MAX_OUTPUT_BYTES };
    execFile("restic", ["--no-cache", ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ exitCode: error.code, stdout, stderr });
      else reject(error);
    });
    return promise;
  }

  async function run(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await attempt(...args);
    if (exitCode !== 0) throw new Error(`restic ${args[0]} ended with ${exitCode}: ${stderr}${stdout}`);
    return stdout;
  }

  return {
    run,
    attempt,
    async backUp(...args) {
      const lines = (await run("backup", "--json", ...args)).trimEnd().split("\n");
      return summarySchema.parse(JSON.parse(lines.at(-1) ?? ""));
    },
  };
}
