/** Compares two trees of files by everything that a backup has to keep, without any of the engine's own code. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { promisify } from "node:util";

/** By path below the root, one character per byte; the root itself is the empty path. */
export type TreeFacts = ReadonlyMap<string, EntryFacts>;

/** What must be the same after a restore. */
export type EntryFacts = {
  /** `st_mode` in octal: type and permissions. */
  readonly mode: string;
  readonly owner: string;
  readonly mtimeNs: bigint;
  /** Bytes of a file; 0 for all else. */
  readonly sizeBytes: bigint;
  /** SHA-256 of a file's content. */
  readonly content: string;
  /** Of a symbolic link, as bytes. */
  readonly linkTarget: string;
  /** `st_rdev` of a device. */
  readonly device: bigint;
  /** The first path of those that are hard links of one file; empty for a file with one link. */
  readonly sameFileAs: string;
  /** As `getfattr` prints them, sorted. */
  readonly attributes: string;
};

const run = promisify(execFile);
const piece = Buffer.alloc(1024 * 1024);

/** @param root a folder whose own path is plain ASCII */
export async function readTreeFacts(root: string): Promise<TreeFacts> {
  const attributes = await readAttributes(root);
  const facts = new Map<string, EntryFacts>();
  const firstOfInode = new Map<string, string>();
  const paths = [""];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const full = Buffer.from(path === "" ? root : `${root}/${path}`, "latin1");
    const stat = lstatSync(full, { bigint: true });
    facts.set(path, {
      mode: stat.mode.toString(8),
      owner: `${stat.uid}:${stat.gid}`,
      mtimeNs: stat.mtimeNs,
      sizeBytes: stat.isFile() ? stat.size : 0n,
      content: stat.isFile() ? hashFile(full) : "",
      linkTarget: stat.isSymbolicLink() ? readlinkSync(full, "latin1") : "",
      device: stat.isBlockDevice() || stat.isCharacterDevice() ? stat.rdev : 0n,
      sameFileAs: linkGroup(stat, path, firstOfInode),
      attributes: attributes.get(path) ?? "",
    });
    if (!stat.isDirectory()) continue;
    const names = readdirSync(full, "latin1").sort();
    for (const name of names.reverse()) paths.push(path === "" ? name : `${path}/${name}`);
  }
  return facts;
}

/** @returns one line per difference, naming the path; nothing when the trees are the same */
export function differencesOf(expected: TreeFacts, actual: TreeFacts): readonly string[] {
  const lines: string[] = [];
  for (const path of new Set([...expected.keys(), ...actual.keys()])) {
    const a = expected.get(path);
    const b = actual.get(path);
    const shown = JSON.stringify(path.slice(0, 100));
    if (a === undefined) lines.push(`${shown} is new`);
    else if (b === undefined) lines.push(`${shown} is missing`);
    else {
      for (const key of Object.keys(a) as (keyof EntryFacts)[]) {
        if (a[key] !== b[key]) lines.push(`${shown} ${key}: ${a[key]} became ${b[key]}`);
      }
    }
  }
  return lines;
}

function linkGroup(stat: BigIntStats, path: string, firstOfInode: Map<string, string>): string {
  if (!stat.isFile() || stat.nlink === 1n) return "";
  const inode = `${stat.dev}:${stat.ino}`;
  const first = firstOfInode.get(inode) ?? path;
  firstOfInode.set(inode, first);
  return first;
}

function hashFile(path: Buffer): string {
  const hash = createHash("sha256");
  const descriptor = openSync(path, "r");
  try {
    for (let read = -1; read !== 0; ) {
      read = readSync(descriptor, piece);
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest("hex");
}

/** Extended attributes, ACLs among them, by path. */
async function readAttributes(root: string): Promise<ReadonlyMap<string, string>> {
  const args = ["-R", "-P", "-h", "-d", "-m", "-", "-e", "hex", "."];
  const { stdout } = await run("getfattr", args, { cwd: root, encoding: "latin1", maxBuffer: 1 << 28 });
  const found = new Map<string, string>();
  for (const block of stdout.split("\n\n")) {
    const [header, ...lines] = block.split("\n");
    const name = header?.replace(/^# file: /, "");
    if (name === undefined || name === "") continue;
    found.set(unescapeOctal(name).replace(/^\.\/?/, ""), lines.sort().join(" "));
  }
  return found;
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
