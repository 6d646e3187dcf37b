import { safeStorage } from "electron";

/**
 * Whether the system can keep a secret. On Linux without a key store Electron would encrypt with a password that is written in
 * its source, which looks like protection and is none; a file for the owner's eyes only is at least what it says.
 */
export async function hasKeyStore(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (process.platform !== "linux") return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== "basic_text" && backend !== "unknown";
}
