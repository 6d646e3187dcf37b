import { BackstayError } from "../../../shared/errors.ts";

/** Cost of turning a password into a key, named as in RFC 7914. */
export type ScryptParameters = {
  /** States kept per lane: a power of two. */
  readonly n: number;
  /** Size of a state in units of 128 bytes. */
  readonly r: number;
  /** Independent lanes. */
  readonly p: number;
};

const MOST_LANE_BYTES = 512 * 1024 * 1024;
/** About thirty times what restic asks for on a fast machine: ten seconds rather than hours. */
const MOST_WORK = 2 ** 26;
/** What PBKDF2 has to spread the password over, in units of 128 bytes: 8 MiB. */
const MOST_LANES_R = 2 ** 16;

/**
 * Refuses cost parameters that would only keep the computer busy: a key file comes from the repository and may be
 * hostile or broken.
 *
 * @param keyId the key file that asks for them, for the error; empty when none does
 * @throws {BackstayError} KEY_PARAMETERS_ABSURD
 */
export function checkScryptParameters({ n, r, p }: ScryptParameters, keyId: string): void {
  const areWhole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  const isPowerOfTwo = n >= 2 && Number.isInteger(Math.log2(n));
  const isBearable = 128 * n * r <= MOST_LANE_BYTES && n * r * p <= MOST_WORK && r * p <= MOST_LANES_R;
  if (!areWhole || !isPowerOfTwo || !isBearable) {
    throw new BackstayError("KEY_PARAMETERS_ABSURD", { keyId, n, r, p });
  }
}
