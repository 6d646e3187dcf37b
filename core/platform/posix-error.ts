import { constants } from "node:os";

/** A refused call into the C library. Carries `code` as Node's own errors do, so `hasSystemCode` works on both. */
export class PosixError extends Error {
  override readonly name = "PosixError";
  /** `EPERM`, `ENOSPC`, ...; `E<number>` when this platform has no name for it. */
  readonly code: string;
  readonly errno: number;
  /** The C function that refused, like `utimensat`. */
  readonly syscall: string;

  constructor(syscall: string, errno: number) {
    const code = errorName(errno);
    super(`${code}: ${syscall}`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
  }
}

/** Of two names for one number the first, which is the one Node uses: ENOTSUP before EOPNOTSUPP. */
const NAMES = new Map(
  Object.entries(constants.errno)
    .reverse()
    .map(([name, number]) => [number, name]),
);

/**
 * Name of an error number on this platform. Needed next to `util.getSystemErrorName`, which knows only those numbers
 * that libuv uses: `EDQUOT` and `ESTALE` are not among them.
 *
 * @param errno positive, as C has it
 */
export function errorName(errno: number): string {
  return NAMES.get(errno) ?? `E${errno}`;
}
