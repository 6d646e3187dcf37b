import { chmod, lstat, readFile } from "node:fs/promises";
import { z } from "zod";
import { BackstayError, hasSystemCode, systemCodeOf } from "../../shared/errors.ts";
import { writeDurably } from "../platform/durable-file.ts";
import type { SecretStore } from "./secret-store.ts";

const Contents = z.strictObject({
  version: z.literal(1),
  secrets: z.record(z.string(), z.string()),
});

const OTHERS = 0o077;
const PRIVATE = 0o600;

/**
 * Keeps secrets in a file that only its owner may read: for hosts without a key store of the system. Whoever can read the files of
 * this user can read it, and so could read the backups' sources as well.
 *
 * A file that others may read is closed to them, and said so. One that cannot be understood is reported and never overwritten.
 *
 * @param path of the file; its folder exists
 * @param onExposed told once when others could read the file, with the permissions it had
 */
export function createFileSecretStore(path: string, onExposed: (mode: number) => void): SecretStore {
  /** One change after another, or the later would undo the earlier. */
  let last: Promise<unknown> = Promise.resolve();

  const change = (edit: (secrets: Map<string, string>) => void): Promise<void> => {
    const next = last.then(async () => {
      const secrets = await read(path, onExposed);
      edit(secrets);
      const contents = { version: 1, secrets: Object.fromEntries(secrets) };
      await writeDurably(path, Buffer.from(`${JSON.stringify(contents, null, 2)}\n`), { mode: PRIVATE });
    });
    last = next.catch(() => undefined); // whoever asked for it is told; the next change does not suffer
    return next;
  };

  return {
    get: async (name) => {
      await last;
      return (await read(path, onExposed)).get(name);
    },
    set: (name, value) => change((secrets) => secrets.set(name, value)),
    remove: (name) => change((secrets) => secrets.delete(name)),
  };
}

/** @throws {BackstayError} SECRETS_UNREADABLE, never with anything of the file's content */
async function read(path: string, onExposed: (mode: number) => void): Promise<Map<string, string>> {
  try {
    await protect(path, onExposed);
    const text = await readFile(path, "utf8");
    return new Map(Object.entries(Contents.parse(JSON.parse(text)).secrets));
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return new Map();
    if (error instanceof BackstayError) throw error;
    // what a parser says quotes what it read
    const reason = systemCodeOf(error) ?? "not the form of a key store";
    throw new BackstayError("SECRETS_UNREADABLE", { path, reason });
  }
}

async function protect(path: string, onExposed: (mode: number) => void): Promise<void> {
  const stat = await lstat(path);
  const unreadable = (reason: string) => new BackstayError("SECRETS_UNREADABLE", { path, reason });
  if (!stat.isFile()) throw unreadable("not a file");
  if (process.platform === "win32") return; // the folder's own permissions decide there
  if (stat.uid !== process.getuid?.()) throw unreadable("it belongs to another user");
  const mode = stat.mode & 0o777;
  if ((mode & OTHERS) === 0) return;
  await chmod(path, PRIVATE);
  onExposed(mode);
}
