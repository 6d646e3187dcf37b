/** One letter per bit, from the highest bit of Go's `os.FileMode` down. */
const TYPE_LETTERS = "dalTLDpSugct?";
const PERMISSION_LETTERS = "rwxrwxrwx";

/**
 * A mode as restic shows it: `drwxr-xr-x`, `-rw-r--r--`, `Lrwxrwxrwx`, `ugtrwxr-xr-x`.
 *
 * @param mode Go's `os.FileMode`, as trees store it
 * @source Go package io/fs, FileMode.String
 */
export function formatPermissions(mode: number): string {
  const types = [...TYPE_LETTERS].filter((_, n) => (mode & (1 << (31 - n))) !== 0).join("");
  const permissions = [...PERMISSION_LETTERS].map((letter, n) =>
    (mode & (1 << (8 - n))) === 0 ? "-" : letter,
  );
  return (types === "" ? "-" : types) + permissions.join("");
}
