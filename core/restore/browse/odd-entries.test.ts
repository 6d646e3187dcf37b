/** What browsing makes of an entry that cannot be believed: the rest, and its name. */
import { beforeEach, expect, test } from "vitest";
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import { type RawPath, rawPathFromText } from "../../platform/raw-path.ts";
import { encodeNode } from "../../repository/format/tree-encode.ts";
import { ODDITIES, type Oddity, treeOf } from "../../repository/testing/odd-entries.ts";
import { sampleNode } from "../../repository/testing/sample-node.ts";
import type { BrowseProblem } from "./browse-problem.ts";
import { diffSnapshots } from "./diff-snapshots.ts";
import { dumpArchive } from "./dump-archive.ts";
import { dumpFile } from "./dump-file.ts";
import { findEntries } from "./find-entries.ts";
import { findPath } from "./find-path.ts";
import { listEntries } from "./list-entries.ts";
import { readAll } from "./read-all.ts";
import { type PlantedRepository, plantRepository } from "./testing/planted-repository.ts";

const NS = 1_700_000_000_000_000_000n;
const NEGATIVE_SIZE = ODDITIES[0] as Oddity;

let planted: PlantedRepository;
let told: string[];

beforeEach(() => {
  planted = plantRepository();
  told = [];
});

const onProblem = ({ path, error }: BrowseProblem) => {
  const fault = "fault" in error.details ? error.details.fault : "";
  told.push(`${path}: ${error.code} ${fault}`);
};

async function file(name: string, content = "good") {
  const id = await planted.blob("data", Buffer.from(content));
  const fields = { name: Buffer.from(name), mtimeNs: NS, content: [id], sizeBytes: content.length };
  return sampleNode(fields);
}

/** A snapshot with `/top`, in which the odd entry stands between two files. */
async function snapshotWith(oddity: Pick<Oddity, "make"> | undefined, names = ["after", "before"]) {
  const [first = "", ...others] = await Promise.all(names.map(async (name) => encodeNode(await file(name))));
  const odd = oddity === undefined ? [] : [oddity.make(await file("odd"))];
  const tree = await planted.blob("tree", treeOf([first, ...odd, ...others]));
  const top = { name: Buffer.from("top"), mtimeNs: NS, type: "dir", mode: 2 ** 31 + 0o755 } as const;
  const root = treeOf([encodeNode(sampleNode({ ...top, content: null, subtree: tree }))]);
  return { id: "1".repeat(64) as SnapshotId, tree: await planted.blob("tree", root), top: tree };
}

const said = ({ name, fault }: Oddity) => [
  `${name === undefined ? "/top" : `/top/${name}`}: ENTRY_BROKEN ${fault}`,
];

test.each(ODDITIES)("an entry with $what is told, and the rest is listed", async (oddity) => {
  const snapshot = await snapshotWith(oddity);
  const entries = await readAll(listEntries(planted.repository, snapshot, { onProblem }));
  expect(entries.map(({ path }) => path)).toEqual(["/top", "/top/after", "/top/before"]);
  expect(told).toEqual(said(oddity));
});

test("without somebody to tell, it is an error", async () => {
  const snapshot = await snapshotWith(NEGATIVE_SIZE);
  const listed = readAll(listEntries(planted.repository, snapshot));
  await expect(listed).rejects.toMatchObject({ code: "ENTRY_BROKEN", details: { path: "/top/odd" } });
});

test("find looks on behind it, and tells it for each snapshot", async () => {
  const snapshot = await snapshotWith(NEGATIVE_SIZE);
  const query = { patterns: [{ glob: rawPathFromText("before"), ignoreCase: false }] };
  const found = await readAll(findEntries(planted.repository, [snapshot, snapshot], query, { onProblem }));
  expect(found.map(({ path }) => path)).toEqual(["/top/before", "/top/before"]);
  expect(told).toEqual([...said(NEGATIVE_SIZE), ...said(NEGATIVE_SIZE)]);
});

test("a file beside it is dumped, and it itself is refused by name", async () => {
  const snapshot = await snapshotWith(NEGATIVE_SIZE);
  const found = await findPath(planted.repository, snapshot, "/top/before" as RawPath);
  expect(Buffer.concat(await readAll(dumpFile(planted.repository, found))).toString()).toBe("good");
  const odd = findPath(planted.repository, snapshot, "/top/odd" as RawPath);
  await expect(odd).rejects.toMatchObject({
    code: "ENTRY_BROKEN",
    details: { path: "/top/odd", fault: "size" },
  });
});

test("an archive holds what is beside it", async () => {
  const { top } = await snapshotWith(NEGATIVE_SIZE);
  const folder = { path: "/top" as RawPath, tree: top };
  const tar = Buffer.concat(await readAll(dumpArchive(planted.repository, folder, "tar", { onProblem })));
  expect(tar.includes("top/after")).toBe(true);
  expect(tar.includes("top/before")).toBe(true);
  expect(tar.includes("top/odd")).toBe(false);
  expect(told).toEqual(said(NEGATIVE_SIZE));
});

test("a difference is told of the rest, and none of the odd entry", async () => {
  const before = await snapshotWith(NEGATIVE_SIZE);
  const after = await snapshotWith(undefined, ["after", "new", "odd"]);
  for (const [one, other, expected] of [
    [before, after, ["- /top/before", "+ /top/new"]],
    [after, before, ["+ /top/before", "- /top/new"]],
  ] as const) {
    told = [];
    const changes = await readAll(
      diffSnapshots(planted.repository, one.tree as BlobId, other.tree as BlobId, { onProblem }),
    );
    const shown = changes.flatMap((change) =>
      change.kind === "change" ? `${change.modifier} ${change.path}` : [],
    );
    expect(shown).toEqual(expected);
    expect(told).toEqual(said(NEGATIVE_SIZE));
  }
});
