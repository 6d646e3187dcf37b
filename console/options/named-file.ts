import { BackstayError, systemCodeOf } from "../../shared/errors.ts";

/**
 * Runs work on a file that the command line names.
 * @throws {BackstayError} with the given code instead of the system's errors
 */
export async function withNamedFile<T>(
  path: string,
  code: "FILE_UNREADABLE" | "OUTPUT_FAILED",
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const systemCode = systemCodeOf(error);
    if (systemCode === undefined) throw error;
    throw new BackstayError(code, { path, systemCode }, { cause: error });
  }
}
