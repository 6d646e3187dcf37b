import { readFile } from "node:fs/promises";
import { systemCodeOf } from "../../shared/errors.ts";
import { problemWithKey, type SshWayIn } from "./ssh-connection.ts";

/** @returns the private keys in these files that need no passphrase. A file need not even be there: `ssh` merely looks. */
export async function usableKeys(files: readonly string[]): Promise<readonly SshWayIn[]> {
  return (await Promise.all(files.map(usableKey))).flat();
}

async function usableKey(path: string): Promise<readonly SshWayIn[]> {
  try {
    const privateKey = await readFile(path, "utf8");
    return problemWithKey({ privateKey, passphrase: undefined }) === undefined
      ? [{ kind: "key", privateKey }]
      : [];
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return [];
  }
}
