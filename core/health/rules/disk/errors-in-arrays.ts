import type { Finding } from "../../../../shared/model/health-verdict.ts";

/** What one array, pool or file system holds against a disk. */
export type ArrayErrors = {
  readonly array: string;
  readonly errors: number;
  /** It uses the disk no more, because of what the disk did. */
  readonly hasFailed?: boolean;
  /** Too many members are gone for its data to be there: it may need this one to come back. */
  readonly isLost?: boolean;
};

/** @returns what each array has met on the disk: it has seen it, whatever the disk says of itself */
export function errorsInArrays(arrayErrors: readonly ArrayErrors[]): readonly Finding[] {
  return arrayErrors.flatMap(({ array, errors, hasFailed = false, isLost = false }): Finding[] => [
    ...(hasFailed ? [failedIn(array, isLost)] : []),
    ...(errors > 0
      ? [{ code: "DISK_ERRORS_IN_ARRAY", level: "warning", details: { array, errors } } as const]
      : []),
  ]);
}

function failedIn(array: string, isLost: boolean): Finding {
  const details = { array, ...(isLost ? { isArrayLost: true as const } : {}) };
  return { code: "DISK_FAILED_IN_ARRAY", level: "failing", details };
}
