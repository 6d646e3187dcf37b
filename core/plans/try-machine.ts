/** Tries folders of another machine as a backup would read them. */
import type { SftpDraft } from "../../shared/model/source.ts";
import type { SourceTrialPart } from "../../shared/model/source-trial.ts";
import type { SshSecrets } from "../../shared/model/ssh-machine.ts";
import { connectToMachine } from "../remote/connect-to-machine.ts";

const PART = { kind: "path", bytes: null, entries: null, looseTables: null, error: null } as const;

/**
 * @param late aborted when there is no more time to try; what was not looked at by then says so
 * @throws {BackstayError} REMOTE_KEY_UNKNOWN with the key that is to be compared, before anything is sent; REMOTE_NO_SFTP; what
 * {@link connectToMachine} throws
 */
export async function tryMachine(
  { machine, paths }: Pick<SftpDraft, "machine" | "paths">,
  secrets: SshSecrets,
  { signal, late }: { readonly signal: AbortSignal; readonly late: AbortSignal },
): Promise<SourceTrialPart[]> {
  const { lookAtPaths } = await import("../backup/remote/look-at-paths.ts");
  const connection = await connectToMachine(machine, secrets, signal);
  try {
    const found = await lookAtPaths(connection, machine.address, paths, AbortSignal.any([signal, late]));
    return found.map(({ path, entries, error }) => ({
      ...{ ...PART, name: path, entries, error, end: error === null ? "good" : "bad" },
    }));
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted) throw error;
    return paths.map((name) => ({ ...PART, name, end: "untried" }));
  } finally {
    connection.close();
  }
}
