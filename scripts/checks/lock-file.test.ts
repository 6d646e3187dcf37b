import { expect, test } from "vitest";
import { checkLockFile, completeLockFile } from "./lock-file.ts";

const complete = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    "": { name: "backstay" },
    "node_modules/better-sqlite3": { version: "1.0.0", gypfile: false },
    "node_modules/tool": { version: "1.0.0", optionalDependencies: { "tool-linux": "1.0.0" } },
    "node_modules/tool-linux": { version: "1.0.0" },
  },
});

test("accepts a complete lock file", () => {
  expect(checkLockFile(complete)).toEqual([]);
});

test("reports a package that npm would try to compile, and completing the file mends it", () => {
  const dropped = complete.replace(',"gypfile":false', "");
  expect(checkLockFile(dropped)).toEqual([expect.stringContaining("better-sqlite3")]);
  expect(JSON.parse(completeLockFile(dropped))).toEqual(JSON.parse(complete));
});

test("reports an optional package without an entry, because npm ci refuses such a file", () => {
  const incomplete = complete.replace("node_modules/tool-linux", "node_modules/other");
  expect(checkLockFile(incomplete)).toEqual([expect.stringContaining("tool-linux")]);
});

test("finds an optional package where Node.js does: also beside the package that needs it, below another one", () => {
  const nested = complete.replaceAll("node_modules/tool", "node_modules/other/node_modules/tool");
  expect(checkLockFile(nested)).toEqual([]);
  const elsewhere = nested.replace("other/node_modules/tool-linux", "third/node_modules/tool-linux");
  expect(checkLockFile(elsewhere)).toEqual([expect.stringContaining("tool-linux")]);
});
