import { expect, test } from "vitest";
import { formatPermissions } from "./permissions.ts";

/** Modes as Go has them; what restic 0.14 prints for each. */
test.each([
  [0o644, "-rw-r--r--"],
  [2147484141, "drwxr-xr-x"],
  [134218239, "Lrwxrwxrwx"],
  [2148532735, "dtrwxrwxrwx"],
  [2 ** 23 + 0o755, "urwxr-xr-x"],
  [2 ** 22 + 0o2, "g-------w-"],
  [2 ** 26 + 2 ** 21 + 0o600, "Dcrw-------"],
  [2 ** 25, "p---------"],
])("%d is %s", (mode, text) => {
  expect(formatPermissions(mode)).toBe(text);
});
