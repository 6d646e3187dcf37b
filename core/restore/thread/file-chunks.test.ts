import { createHash } from "node:crypto";
import { mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { verifyFile } from "./file-chunks.ts";

function chunksOf(...texts: readonly string[]) {
  const ids = Buffer.concat(texts.map((text) => createHash("sha256").update(text).digest()));
  return { ids: Uint8Array.from(ids), lengths: Uint32Array.from(texts, (text) => text.length) };
}

test("a file is right when it holds exactly its chunks", async () => {
  const file = join(await tempFolder(), "file");
  writeFileSync(file, "firstsecond");
  const path = rawPathFromText(file);
  expect(verifyFile({ path, chunks: chunksOf("first", "second") })).toBe("right");
  expect(verifyFile({ path, chunks: chunksOf("first", "sekond") })).toBe("wrong");
  expect(verifyFile({ path, chunks: chunksOf("first") })).toBe("wrong");
  expect(verifyFile({ path, chunks: chunksOf("first", "second", "third") })).toBe("wrong");
});

test("what is no file, or not there, is neither right nor wrong", async () => {
  const folder = await tempFolder();
  mkdirSync(join(folder, "folder"));
  writeFileSync(join(folder, "file"), "content");
  symlinkSync("file", join(folder, "link"));
  const look = (name: string) =>
    verifyFile({ path: rawPathFromText(join(folder, name)), chunks: chunksOf("content") });
  expect([look("folder"), look("link"), look("missing")]).toEqual([
    { systemCode: "EISDIR" },
    { systemCode: "ELOOP" },
    { systemCode: "ENOENT" },
  ]);
});

test("reading a file to verify it leaves its access time", async () => {
  const file = join(await tempFolder(), "file");
  writeFileSync(file, "content");
  utimesSync(file, 1, 2);
  expect(verifyFile({ path: rawPathFromText(file), chunks: chunksOf("content") })).toBe("right");
  expect(statSync(file).atimeMs).toBe(1000);
});
