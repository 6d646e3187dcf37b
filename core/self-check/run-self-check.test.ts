import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isBackstayError } from "../../shared/errors.ts";
import { PIECES } from "./probe.ts";
import { requireWhole, runLargeSelfCheck, runSelfCheck, type SelfCheckReport } from "./run-self-check.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-self-check-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the check in a Node.js of its own, from which `change` has taken something away before the engine is loaded. */
function checkAfter(change: string): { missing: readonly string[]; reduced: readonly string[] } {
  const hook = path.join(folder, "hook.cjs");
  writeFileSync(hook, change);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", hook, path.join(import.meta.dirname, "testing/report.ts")],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const report = JSON.parse(stdout) as SelfCheckReport;
  const names = (findings: SelfCheckReport["missing"]) => findings.map(({ piece }) => piece).sort();
  return { missing: names(report.missing), reduced: names(report.reduced) };
}

const SYNC = `require("node:module").syncBuiltinESMExports();`;
const withoutPackage = (name: string) => `
require("node:module").registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "${name}") throw Object.assign(new Error("Cannot find ${name}"), { code: "MODULE_NOT_FOUND" });
    return next(specifier, context);
  },
});`;

test("Node.js as it comes has all that is needed", async () => {
  expect(await runSelfCheck()).toEqual({ missing: [], reduced: [] });
});

test("scrypt as large as a repository asks for comes out right", async () => {
  expect(await runLargeSelfCheck()).toEqual({ missing: [], reduced: [] });
});

describe("in a runtime that lacks something", () => {
  test("a cipher that is not there is named, and what is built on it", () => {
    const report = checkAfter(`
      const crypto = require("node:crypto");
      const { createCipheriv } = crypto;
      crypto.createCipheriv = (name, ...rest) => {
        if (name === "aes-128-ecb") throw new Error("Unknown cipher");
        return createCipheriv(name, ...rest);
      };
      ${SYNC}`);
    expect(report.missing).toEqual(["aes-128", "sealing"]);
    expect(report.reduced).toEqual(["direct-openssl"]); // it proves itself against node:crypto, so it is not trusted either
  });

  test("a hash that is wrong is not taken for right", () => {
    const report = checkAfter(`
      const crypto = require("node:crypto");
      const { hash } = crypto;
      crypto.hash = (name, bytes, form) => hash(name === "sha256" ? "sha3-256" : name, bytes, form);
      ${SYNC}`);
    expect(report.missing).toEqual(["sha-256"]);
  });

  test("zlib without zstd is missing it", () => {
    const report = checkAfter(`
      const zlib = require("node:zlib");
      zlib.zstdCompressSync = undefined;
      zlib.zstdDecompressSync = undefined;
      ${SYNC}`);
    expect(report).toEqual({ missing: ["zstd"], reduced: ["direct-zstd"] });
  });

  test("without koffi all is done in the slower ways", () => {
    expect(checkAfter(withoutPackage("koffi"))).toEqual({
      missing: [],
      reduced: ["direct-openssl", "direct-zstd", "koffi"],
    });
  });

  test("without the package that watches files only that is reduced", () => {
    expect(checkAfter(withoutPackage("@parcel/watcher"))).toEqual({
      missing: [],
      reduced: ["parcel-watcher"],
    });
  });

  test("a WebAssembly that is given no memory is named with all that needs it", () => {
    const report = checkAfter(
      `WebAssembly.Memory = class { constructor() { throw new Error("no memory"); } };`,
    );
    expect(report.missing).toEqual(["scrypt", "sealing", "webassembly"]);
  });
});

test("what is missing becomes an error that names it", () => {
  const report: SelfCheckReport = {
    missing: [
      { piece: "zstd", reason: "not there" },
      { piece: "aes-128", reason: "wrong" },
    ],
    reduced: [{ piece: "koffi", reason: "not there" }],
  };
  try {
    requireWhole(report);
    expect.unreachable();
  } catch (error) {
    expect(isBackstayError(error, "RUNTIME_LACKS")).toBe(true);
    expect(error).toMatchObject({ details: { pieces: ["zstd", "aes-128"] } });
  }
  requireWhole({ missing: [], reduced: report.reduced });
});

test("a probe that throws something odd, or fails later, is a finding", async () => {
  const report = await runSelfCheck([
    { piece: "zstd", isNeeded: true, prove: () => Promise.reject("odd") },
    {
      piece: "koffi",
      isNeeded: false,
      prove: () => {
        throw new RangeError("not here");
      },
    },
  ]);
  expect(report).toEqual({
    missing: [{ piece: "zstd", reason: "odd" }],
    reduced: [{ piece: "koffi", reason: "RangeError: not here" }],
  });
});

test("no piece is listed twice", () => {
  expect(new Set(PIECES).size).toBe(PIECES.length);
});
