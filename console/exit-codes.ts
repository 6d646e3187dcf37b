import { type ErrorCode, isBackstayError } from "../shared/errors.ts";

/** What the exit status tells a script. The numbers are restic's where restic has them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** The work was done, except for some files; or, for `status`, nobody can tell how things are. */
  incomplete: 3,
  repositoryMissing: 10,
  locked: 11,
  wrongPassword: 12,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_ERROR: Partial<Record<ErrorCode, ExitCode>> = {
  USAGE: EXIT.usage,
  VALUE_INVALID: EXIT.usage,
  PATTERN_INVALID: EXIT.usage,
  STORE_LOCATION_INVALID: EXIT.usage,
  REPOSITORY_MISSING: EXIT.repositoryMissing,
  REPOSITORY_LOCKED: EXIT.locked,
  WRONG_PASSWORD: EXIT.wrongPassword,
};

/** @param error whatever ended a command */
export function exitCodeOf(error: unknown): ExitCode {
  if (isBackstayError(error, "CANCELLED")) {
    return error.details.reason === "shutdown" ? EXIT.terminated : EXIT.interrupted;
  }
  return (isBackstayError(error) ? BY_ERROR[error.code] : undefined) ?? EXIT.failed;
}

/** What `backstay help exit-codes` prints. */
export const EXIT_CODE_HELP = `What the exit status of a command means:

    0  done
    1  failed; the message says what happened, and what it means for your data
    2  the command line was not understood
    3  done, but some files could not be read, or not be restored;
       for status: it cannot be told how things are;
       for replicate and heal: something damaged is left
   10  there is no repository at this place
   11  the repository is locked by someone else
   12  wrong password
  130  stopped by Ctrl-C
  143  stopped by SIGTERM

With --json, a failed command ends with one line on standard error:
  {"message_type":"exit_error","code":11,"message":"...","hint":"...","error_code":"REPOSITORY_LOCKED"}`;
