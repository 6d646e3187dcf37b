import type { Finding } from "../../../../shared/model/health-verdict.ts";

/** What one array, pool or file system counts against a disk. */
export type ArrayErrors = { readonly array: string; readonly errors: number };

/** @returns a warning for each array that met errors on the disk: it has seen them, whatever the disk says of itself */
export function errorsInArrays(arrayErrors: readonly ArrayErrors[]): readonly Finding[] {
  return arrayErrors
    .filter(({ errors }) => errors > 0)
    .map(({ array, errors }) => ({
      code: "DISK_ERRORS_IN_ARRAY",
      level: "warning",
      details: { array, errors },
    }));
}
