import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { backUp, testReaders, WHOLE_FOLDER } from "../testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

/** Another program's opinion of an archive: it reads all of it, and checks the sums. */
const LIST_ZIP =
  "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))";

test("a download is one file as it is, or an archive, once and only with its ticket", async () => {
  const repository = await testReaders();
  const { path, ask, readers } = repository;
  mkdirSync(path("a/b"), { recursive: true });
  const content = randomBytes(3 << 20);
  writeFileSync(path("a/b/photo: 1.raw"), content);
  writeFileSync(path("a/note"), "text");
  const snapshotId = await backUp(repository, path("a"));

  const file = await ask("restore.download", { snapshotId, paths: [path("a/b/photo: 1.raw")] });
  expect(file.fileName).toBe("photo_ 1.raw");
  const download = await readers.openDownload(file.ticket);
  expect(download).toMatchObject({ fileName: "photo_ 1.raw", sizeBytes: content.length });
  const got = await buffer(download?.content ?? Readable.from([]));
  expect(createHash("sha256").update(got).digest("hex")).toBe(
    createHash("sha256").update(content).digest("hex"),
  );
  expect(await readers.openDownload(file.ticket)).toBeUndefined();
  expect(await readers.openDownload("0".repeat(32))).toBeUndefined();

  const archive = await ask("restore.download", { snapshotId, paths: [path("a/b"), path("a/note")] });
  expect(archive.fileName).toBe("a.zip");
  const zip = await buffer((await readers.openDownload(archive.ticket))?.content ?? Readable.from([]));
  writeFileSync(path("a.zip"), zip);
  const names = execFileSync("python3", ["-c", LIST_ZIP, path("a.zip")], { encoding: "utf8" })
    .trim()
    .split("\n");
  expect(names).toEqual(["b/", "b/photo: 1.raw", "note"]);
});

test("damage while a download runs breaks it off instead of making it short", async () => {
  const repository = await testReaders();
  const { path, ask, readers, engine } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(40 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a/large")] });
  const download = await readers.openDownload(ticket);
  const packs: string[] = [];
  for await (const { name } of engine.repository.store.list("pack")) packs.push(name);
  for (const name of packs) {
    const bytes = await engine.repository.store.read("pack", name);
    await engine.repository.store.write(
      "pack",
      name,
      bytes.map((byte, n) => (n > bytes.length / 2 ? byte ^ 1 : byte)),
    );
  }
  await expect(buffer(download?.content ?? Readable.from([]))).rejects.toMatchObject({
    code: "BLOB_CORRUPT",
  });
});

test("a download that nobody reads to its end lets the reader go on", async () => {
  const repository = await testReaders();
  const { path, ask, readers } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(20 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a")] });
  const download = await readers.openDownload(ticket);
  for await (const piece of download?.content ?? Readable.from([])) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect((await ask("restore.folder", { ...WHOLE_FOLDER, snapshotId, path: path("a") })).total).toBe(1);
});

test("a download whose reader is killed breaks off", async () => {
  const repository = await testReaders();
  const { path, ask, readers, processes } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/large"), randomBytes(40 << 20));
  const snapshotId = await backUp(repository, path("a"));
  const { ticket } = await ask("restore.download", { snapshotId, paths: [path("a/large")] });
  const download = await readers.openDownload(ticket);
  for (const process of processes) process.kill("SIGKILL");
  await expect(buffer(download?.content ?? Readable.from([]))).rejects.toMatchObject({
    code: "READER_CRASHED",
  });
});
