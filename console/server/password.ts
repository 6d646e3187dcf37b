import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { BackstayError } from "../../shared/errors.ts";

/** The password that opens the console. */
export type ConsolePassword = {
  isSet(): Promise<boolean>;
  /** @throws {BackstayError} CONSOLE_PASSWORD_SHORT */
  set(password: string): Promise<void>;
  /** False too when none is set. One password at a time is tried, because each try takes much memory on purpose. */
  isRight(password: string): Promise<boolean>;
};

export const MIN_PASSWORD_LENGTH = 10;
const SECRET_NAME = "console-password";

/** What a guess costs: 128 MiB and about a third of a second. */
const FULL_COST = { n: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
const MAX_MEMORY = 256 * 1024 * 1024;
/** `scrypt$N$r$p$salt$key`, so that what a guess costs can be raised later. */
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

let cost = FULL_COST;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export function consolePassword(secrets: SecretStore): ConsolePassword {
  let last: Promise<unknown> = Promise.resolve();
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    isSet: async () => (await secrets.get(SECRET_NAME)) !== undefined,
    async set(password) {
      if ([...password].length < MIN_PASSWORD_LENGTH) {
        throw new BackstayError("CONSOLE_PASSWORD_SHORT", { minimum: MIN_PASSWORD_LENGTH });
      }
      const salt = randomBytes(16);
      const { n, r, p } = cost;
      const key = await oneAtATime(() => derive(password.normalize(), salt, KEY_BYTES, parameters(n, r, p)));
      const stored = ["scrypt", n, r, p, salt.toString("base64url"), key.toString("base64url")];
      await secrets.set(SECRET_NAME, stored.join("$"));
    },
    isRight: (password) =>
      oneAtATime(async () => {
        const stored = STORED.exec((await secrets.get(SECRET_NAME)) ?? "");
        if (stored === null) return false;
        const [, n, r, p, salt = "", key = ""] = stored;
        const expected = Buffer.from(key, "base64url");
        const given = await derive(
          password.normalize(),
          Buffer.from(salt, "base64url"),
          expected.length,
          parameters(Number(n), Number(r), Number(p)),
        );
        return timingSafeEqual(expected, given);
      }),
  };
}

/**
 * Lets passwords that this process sets from now on be tried in no time. For tests only, of which one tries ten in turn; the programs
 * do not contain it.
 */
export function makeCheapPasswords(): void {
  cost = { n: 2, r: 8, p: 1 };
}

function parameters(n: number, r: number, p: number): ScryptOptions {
  return { N: n, r, p, maxmem: MAX_MEMORY };
}
