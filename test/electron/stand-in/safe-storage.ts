import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** A key store that is really a password: with another one nothing of before can be opened. */
const key = createHash("sha256")
  .update(process.env.STAND_IN_KEY_STORE ?? "a key store")
  .digest();

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => process.env.STAND_IN_BACKEND !== "none",
  getSelectedStorageBackend: () => process.env.STAND_IN_BACKEND ?? "gnome_libsecret",
  async encryptStringAsync(text: string): Promise<Buffer> {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  },
  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const cipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]);
    return { result: plain.toString("utf8"), shouldReEncrypt: false };
  },
};
