import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { backUp, testReaders } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // it starts processes that derive keys

test("previews go by what is in a file, never by its name", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a/folder"), { recursive: true });
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(100)]);
  const files: Record<string, string | Buffer> = {
    "text.png": "Grüße aus Kiel\n",
    "picture.txt": png,
    "page.html": "<script>alert(1)</script>",
    "paper.bin": "%PDF-1.7\nwhatever",
    "long.txt": "0123456789abcdef".repeat(20_000),
    "huge.jpg": Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(5 << 20)]),
    "program.txt": randomBytes(1000),
    empty: "",
    "gbk.txt": Buffer.from("bacfcdacb1e0bac5a3ba32303234cae4cbcd0d0a", "hex"),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(path(`a/${name}`), content);
  const snapshotId = await backUp(repository, path("a"));
  const preview = (name: string) => ask("restore.preview", { snapshotId, path: path(`a/${name}`) });
  expect(await preview("text.png")).toEqual({ kind: "text", text: "Grüße aus Kiel\n", isCut: false });
  expect(await preview("picture.txt")).toEqual({
    kind: "image",
    mediaType: "image/png",
    base64: png.toString("base64"),
  });
  expect(await preview("page.html")).toMatchObject({ kind: "text", text: "<script>alert(1)</script>" });
  expect(await preview("paper.bin")).toMatchObject({ kind: "pdf" });
  const long = await preview("long.txt");
  expect(long.kind === "text" && long.isCut && long.text.length).toBe(256 * 1024);
  expect(await preview("huge.jpg")).toEqual({ kind: "none", why: "too-large" });
  expect(await preview("program.txt")).toEqual({ kind: "none", why: "not-shown" });
  expect(await preview("empty")).toEqual({ kind: "none", why: "empty" });
  expect(await preview("folder")).toEqual({ kind: "none", why: "no-file" });
  expect(await preview("gbk.txt")).toMatchObject({ kind: "text", text: "合同编号：2024输送\r\n" });
});
