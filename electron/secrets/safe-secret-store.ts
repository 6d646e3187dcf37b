import { readFile } from "node:fs/promises";
import { safeStorage } from "electron";
import { z } from "zod";
import { writeDurably } from "../../core/platform/durable-file.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { BackstayError, hasSystemCode, systemCodeOf } from "../../shared/errors.ts";

/** Names in clear, values encrypted with a key that the system's key store holds. */
const SecretsFile = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) });
type Secrets = z.infer<typeof SecretsFile>["secrets"];

/**
 * Secrets encrypted by the system: Keychain, DPAPI, libsecret or KWallet.
 *
 * @param file in the data folder
 * @param older asked for what is not here yet: what was kept before there was a key store, or by a host without one. What is set
 *   here is taken away there, so that no older copy stays in clear
 */
export function safeSecretStore(file: string, older: SecretStore): SecretStore {
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, each upon what the one before has written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    async get(name) {
      const sealed = (await readSecrets(file))[name];
      return sealed === undefined ? older.get(name) : unseal(file, sealed);
    },
    set: (name, value) =>
      inTurn(async () => {
        const sealed = await safeStorage.encryptStringAsync(value);
        await writeSecrets(file, { ...(await readSecrets(file)), [name]: sealed.toString("base64") });
        if ((await older.get(name)) !== undefined) await older.remove(name);
      }),
    remove: (name) =>
      inTurn(async () => {
        const { [name]: removed, ...rest } = await readSecrets(file);
        if (removed !== undefined) await writeSecrets(file, rest);
        if ((await older.get(name)) !== undefined) await older.remove(name);
      }),
  };
}

async function unseal(file: string, sealed: string): Promise<string> {
  try {
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed, "base64"));
    return result;
  } catch (cause) {
    // another user's, or another key store's; what the system says of it could be anything
    throw new BackstayError(
      "SECRETS_UNREADABLE",
      { path: file, reason: "the system's key store does not open it" },
      { cause },
    );
  }
}

async function readSecrets(file: string): Promise<Secrets> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (hasSystemCode(cause, "ENOENT")) return {};
    throw unreadable(file, systemCodeOf(cause) ?? "it cannot be read", cause);
  }
  try {
    return SecretsFile.parse(JSON.parse(text)).secrets;
  } catch (cause) {
    throw unreadable(file, "not the form of a key store", cause); // and never written over: it may be put back from a copy
  }
}

function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  const content: z.infer<typeof SecretsFile> = { version: 1, secrets };
  return writeDurably(file, Buffer.from(JSON.stringify(content)));
}

function unreadable(path: string, reason: string, cause: unknown): BackstayError {
  return new BackstayError("SECRETS_UNREADABLE", { path, reason }, { cause });
}
