/**
 * Measures the search index of a large office: fills it from many snapshots of many files and searches in it.
 * Usage: node test/bench/search-index.ts [SNAPSHOTS [FILES]]
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { encodeNode, encodeTree } from "../../core/repository/format/tree-encode.ts";
import type { IndexedRepository } from "../../core/repository/repository.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { sampleNode } from "../../core/repository/testing/sample-node.ts";
import { fillSearchIndex } from "../../core/search/fill-search-index.ts";
import { searchFilePath } from "../../core/search/search-file.ts";
import { openSearchIndex } from "../../core/search/search-index.ts";
import type { BlobId, RepositoryId, SnapshotId } from "../../shared/ids.ts";

const [snapshotCount = 200, fileCount = 100_000] = process.argv.slice(2).map(Number);
const FILES_PER_FOLDER = 20;
const FOLDERS_PER_TOP = 50;
/** Of its folders an office touches so many from one snapshot to the next. */
const CHANGED_SHARE = 0.02;
const WORDS = [
  "offer",
  "invoice",
  "contract",
  "letter",
  "plan",
  "photo",
  "合同",
  "发票",
  "Größe",
  "Übersicht",
  "notes",
  "minutes",
];
const ENDINGS = ["pdf", "docx", "xlsx", "jpg", "txt", "dwg"];

const folder = mkdtempSync(join(tmpdir(), "backstay-bench-"));
const id = createHash("sha256").update("bench").digest("hex") as RepositoryId;
const cache = openRepositoryCache(folder, id);
// every tree is in the cache, so that only the index is measured
const repository = { id, cache } as unknown as IndexedRepository;

let seed = 1;
function random(below: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

type Folder = { files: Map<string, number>; tree?: BlobId };
type Top = { folders: Folder[]; tree?: BlobId };

let clock = 1_700_000_000;
let made = 0;

function fileName(): string {
  made += 1;
  return `${WORDS[random(WORDS.length)]} ${2015 + random(12)}-${made} ${WORDS[random(WORDS.length)]}.${ENDINGS[random(ENDINGS.length)]}`;
}

function put(nodes: readonly string[]): BlobId {
  const json = encodeTree(nodes);
  const tree = createHash("sha256").update(json).digest("hex") as BlobId;
  cache.trees.put(tree, json);
  return tree;
}

function dir(name: string, subtree: BlobId): string {
  return encodeNode(
    sampleNode({ name: Buffer.from(name), type: "dir", subtree, mtimeNs: BigInt(clock) * 1_000_000_000n }),
  );
}

function treeOfFolder(here: Folder): BlobId {
  here.tree ??= put(
    [...here.files]
      .map(([name, changed]) => ({ name: Buffer.from(name), changed }))
      .sort((a, b) => Buffer.compare(a.name, b.name))
      .map(({ name, changed }) => {
        const content = [createHash("sha256").update(`${name} ${changed}`).digest("hex") as BlobId];
        return encodeNode(
          sampleNode({
            name,
            content,
            sizeBytes: 1000 + (changed % 1000),
            mtimeNs: BigInt(changed) * 1_000_000_000n,
          }),
        );
      }),
  );
  return here.tree;
}

const numbered = (n: number) => `folder ${String(n).padStart(4, "0")}`;

function treeOfTop(top: Top): BlobId {
  top.tree ??= put(top.folders.map((here, n) => dir(numbered(n), treeOfFolder(here))));
  return top.tree;
}

const tops: Top[] = Array.from({ length: Math.ceil(fileCount / FILES_PER_FOLDER / FOLDERS_PER_TOP) }, () => ({
  folders: Array.from({ length: FOLDERS_PER_TOP }, () => ({
    files: new Map(Array.from({ length: FILES_PER_FOLDER }, () => [fileName(), clock])),
  })),
}));

function changeSome(): void {
  clock += 3600;
  const count = Math.ceil(tops.length * FOLDERS_PER_TOP * CHANGED_SHARE);
  for (let n = 0; n < count; n += 1) {
    const top = tops[random(tops.length)];
    const here = top?.folders[random(FOLDERS_PER_TOP)];
    if (top === undefined || here === undefined) continue;
    delete top.tree;
    delete here.tree;
    const names = [...here.files.keys()];
    for (let k = 0; k < 4; k += 1) here.files.set(names[random(names.length)] ?? fileName(), clock);
    here.files.delete(names[random(names.length)] ?? "");
    here.files.set(fileName(), clock);
  }
}

const snapshots: StoredSnapshot[] = [];
const path = searchFilePath(folder, id);
const signal = new AbortController().signal;
const seconds = (startMs: number) => ((performance.now() - startMs) / 1000).toFixed(1);

async function fill(): Promise<void> {
  await fillSearchIndex(
    path,
    repository,
    { snapshots, broken: [] },
    { signal, warn: console.warn, report: () => {} },
  );
}

try {
  cache.database.exec("BEGIN");
  for (let n = 0; n < snapshotCount; n += 1) {
    if (n > 0) changeSome();
    const tree = put(tops.map((top, k) => dir(numbered(k), treeOfTop(top))));
    const snapshotId = createHash("sha256").update(`${n}`).digest("hex") as SnapshotId;
    const fields = {
      id: snapshotId,
      tree,
      timeNs: BigInt(clock) * 1_000_000_000n,
      tags: [],
      hostname: "office",
      paths: ["/"],
    };
    snapshots.push(fields as unknown as StoredSnapshot);
  }
  cache.database.exec("COMMIT");
  console.log(`${snapshotCount} snapshots of ${fileCount} files, ${made} names in all`);

  const all = snapshots.splice(1);
  let start = performance.now();
  await fill();
  console.log(`first snapshot: ${seconds(start)} s`);
  snapshots.push(...all);
  start = performance.now();
  await fill();
  console.log(`${all.length} more: ${seconds(start)} s`);
  console.log(`index: ${(statSync(path).size / 1e6).toFixed(0)} MB`);

  const index = openSearchIndex(path);
  if (index === undefined) throw new Error("there is no index");
  for (const text of [
    "offer",
    "invoice 2024",
    "pdf",
    "合同",
    "合",
    "e",
    "or",
    ".",
    "größe",
    "folder 0007",
    `${made}`,
    "nothing at all",
    "2019 pdf o",
  ]) {
    const times: string[] = [];
    let hits = 0;
    for (let n = 0; n < 5; n += 1) {
      const cpu = process.cpuUsage();
      start = performance.now();
      const query = {
        repositoryId: id,
        seriesId: null,
        text,
        onlyGone: n % 2 === 1,
        kind: null,
        changedSinceMs: null,
        limit: 200,
      };
      const result = index.search(query, snapshots.length);
      const { user, system } = process.cpuUsage(cpu);
      times.push(`${(performance.now() - start).toFixed(0)} (${((user + system) / 1000).toFixed(0)})`);
      if (n === 0) hits = result.hits.length;
    }
    console.log(
      `${JSON.stringify(text)}: ${hits} hits; all, gone, all ... in ms (of the processor): ${times.join(", ")}`,
    );
  }
  index.close();

  start = performance.now();
  snapshots.shift();
  await fill();
  console.log(`forget the oldest: ${seconds(start)} s`);
} finally {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
}
