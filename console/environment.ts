/** Names to values, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Ours count first; restic's are heeded so that scripts need no change. */
export const VARIABLE_PREFIXES = ["BACKSTAY_", "RESTIC_"] as const;

/**
 * The value of `BACKSTAY_NAME`, else of `RESTIC_NAME`.
 * @returns undefined when both are missing or empty
 */
export function variable(name: string, env: Environment): string | undefined {
  return VARIABLE_PREFIXES.map((prefix) => env[prefix + name]).find(
    (value) => value !== undefined && value !== "",
  );
}
