import type { Finding } from "../../../../shared/model/health-verdict.ts";

/** What one array, pool or file system holds against a disk. */
export type ArrayErrors = {
  readonly array: string;
  readonly errors: number;
  /** It uses the disk no more, because of what the disk did. */
  readonly hasFailed?: boolean;
};

/** @returns what each array has met on the disk: it has seen it, whatever the disk says of itself */
export function errorsInArrays(arrayErrors: readonly ArrayErrors[]): readonly Finding[] {
  return arrayErrors.flatMap(({ array, errors, hasFailed = false }): Finding[] => [
    ...(hasFailed ? [{ code: "DISK_FAILED_IN_ARRAY", level: "failing", details: { array } } as const] : []),
    ...(errors > 0
      ? [{ code: "DISK_ERRORS_IN_ARRAY", level: "warning", details: { array, errors } } as const]
      : []),
  ]);
}
