/**
 * Where passwords and keys are kept, by name. The catalog never holds one. On a desktop the system's key store protects them,
 * headless a file that only its owner may read.
 */
export type SecretStore = {
  /** @throws {BackstayError} SECRETS_UNREADABLE */
  get(name: string): Promise<string | undefined>;
  /** Durable when it resolves. @throws {BackstayError} SECRETS_UNREADABLE, or the system's error when it cannot be written */
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
};
