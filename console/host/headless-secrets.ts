import path from "node:path";
import type { LogEntry } from "../../core/api/backstay.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";

/** Where a host without a desktop keeps passwords. @param folder the data folder */
export function headlessSecrets(folder: string, log: (entry: LogEntry) => void): SecretStore {
  return createFileSecretStore(path.join(folder, "secrets.json"), (mode) =>
    log({
      level: "warning",
      text: "others could read the file with the passwords; it is closed to them now",
      facts: { mode: mode.toString(8) },
    }),
  );
}
