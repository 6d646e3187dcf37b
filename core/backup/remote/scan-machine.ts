/** Lists a folder of another machine and compares it with what the last backup saw. */
import { joinRawPath, type RawPath } from "../../platform/raw-path.ts";
import type { SftpAttributes } from "../../remote/sftp/packets.ts";
import { typeFromStMode } from "../../repository/format/node-mode.ts";
import { CACHE_MARKER } from "../exclude/folder-marker.ts";
import type { SourceFilter } from "../exclude/source-filter.ts";
import { createRecordWriter, type IgnoredFacts } from "../folder-record.ts";
import type { GivenEntry, NamedProblem, ScanAnswer, ScanRequest } from "../messages.ts";
import type { MachineAccounts } from "./machine-accounts.ts";
import type { MachineFiles } from "./machine-files.ts";
import { factsOfAttributes, UNSETTLED } from "./remote-node.ts";
import { remoteProblemOf } from "./remote-problem.ts";

/**
 * SFTP tells neither inodes nor when an entry was changed otherwise than by writing to it. A file counts as changed by its size and
 * its time.
 */
export const IGNORED_ON_MACHINES: IgnoredFacts = { inode: true, ctime: true };

export type MachineScanner = (request: ScanRequest) => Promise<ScanAnswer>;

type Seen = GivenEntry & { readonly attributes: SftpAttributes };

const NOTHING_BESIDE = { sidecars: [], accompanied: [] } as const;
const MAX_NAME_BYTES = 4096;

export type MachineScanOptions = {
  /** Whether folders that say themselves that they are caches are left out but for that word. */
  readonly leavesOutCaches: boolean;
  /** When the backup before began, nanoseconds since 1970. */
  readonly previousNs: bigint | undefined;
};

/** Beside the second that times are rounded to, as much as clocks of two machines in an office differ. */
const UNSETTLED_NS = 5_000_000_000n;

export function createMachineScanner(
  files: MachineFiles,
  accounts: MachineAccounts,
  filter: SourceFilter,
  { leavesOutCaches, previousNs }: MachineScanOptions,
): MachineScanner {
  const settledNs = previousNs === undefined ? undefined : previousNs - UNSETTLED_NS;
  return async ({ key, path, known, only }) => {
    const problems: NamedProblem[] = [];
    let entries: readonly Seen[];
    try {
      entries = only === undefined ? await listed(path, problems) : await given(only, problems);
    } catch (error) {
      return { key, problem: remoteProblemOf(error) };
    }
    const usable = usableOf(entries, problems);
    await accounts.learn(
      usable.map(({ attributes }) => attributes.uid ?? 0),
      usable.map(({ attributes }) => attributes.gid ?? 0),
    );
    return answer(key, usable, problems, known, settledNs);
  };

  /** What a person named is left out when it is excluded; what leads there never is, and may be a link. */
  async function given(only: readonly GivenEntry[], problems: NamedProblem[]): Promise<readonly Seen[]> {
    const kept = only.filter(({ path, isAbove }) => isAbove || !filter.excludesPath(path));
    const seen = await Promise.all(kept.map((entry) => lookAt(entry, problems)));
    return seen.filter((entry) => entry !== undefined).filter((entry) => !isLinkInstead(entry, problems));
  }

  /** A source that has become a link would be saved as that, and nothing of what is behind it. */
  function isLinkInstead({ path, isAbove, attributes }: Seen, problems: NamedProblem[]): boolean {
    const isLink = !isAbove && typeFromStMode(attributes.stMode ?? 0) === "symlink";
    if (isLink) problems.push({ path, reason: "replaced", systemCode: "ELOOP" });
    return isLink;
  }

  async function lookAt(entry: GivenEntry, problems: NamedProblem[]): Promise<Seen | undefined> {
    const { path, isAbove } = entry;
    try {
      return { ...entry, attributes: isAbove ? await files.stat(path) : await files.lstat(path) };
    } catch (error) {
      problems.push({ path, ...remoteProblemOf(error) });
      return undefined;
    }
  }

  async function listed(path: RawPath, problems: NamedProblem[]): Promise<readonly Seen[]> {
    let all = await files.list(path);
    if (leavesOutCaches && all.some(({ name }) => name === CACHE_MARKER.fileName) && (await isCache(path)))
      all = all.filter(({ name }) => name === CACHE_MARKER.fileName);
    const seen: Seen[] = [];
    const untold: GivenEntry[] = [];
    for (const { name, attributes } of all) {
      const entry = { name, path: joinRawPath(path, name), isAbove: false };
      if (!isName(name)) problems.push({ path: entry.path, reason: "unreadable", systemCode: "EILSEQ" });
      else if (filter.excludesPath(entry.path)) continue;
      // in a list, some servers tell names alone
      else if (attributes.stMode === undefined) untold.push(entry);
      else seen.push({ ...entry, attributes });
    }
    const asked = await Promise.all(untold.map((entry) => lookAt(entry, problems)));
    return [...seen, ...asked.filter((entry) => entry !== undefined)];
  }

  async function isCache(folder: RawPath): Promise<boolean> {
    const path = joinRawPath(folder, CACHE_MARKER.fileName as RawPath);
    const header = Buffer.from(CACHE_MARKER.header, "utf8");
    const { stMode = 0 } = await files.stat(path);
    if (typeFromStMode(stMode) !== "file") return false; // opening a FIFO would wait for ever
    const file = await files.open(path);
    try {
      const start = new Uint8Array(header.length);
      return (await file.read(0, start)) === header.length && header.equals(start);
    } finally {
      file.close();
    }
  }
}

/** A name that could lead out of the folder is none. */
function isName(name: RawPath): boolean {
  return name !== "" && !name.includes("/") && !name.includes("\0") && name.length <= MAX_NAME_BYTES;
}

/** @returns the entries sorted as trees are, each name once, and only of such a type as trees have */
function usableOf(entries: readonly Seen[], problems: NamedProblem[]): readonly Seen[] {
  const byName = entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return byName.filter(({ name, path, attributes }, n) => {
    const type = typeFromStMode(attributes.stMode ?? 0);
    // sockets as everywhere; a device would come back as another one, as SFTP does not tell which it is
    if (type === "socket" || type === "dev" || type === "chardev") return false;
    const isOdd = type === "irregular" || byName[n - 1]?.name === name;
    if (isOdd) problems.push({ path, reason: "unreadable", systemCode: "EINVAL" });
    return !isOdd;
  });
}

function answer(
  key: number,
  entries: readonly Seen[],
  problems: readonly NamedProblem[],
  known: ScanRequest["known"],
  settledNs: bigint | undefined,
): ScanAnswer {
  const record = createRecordWriter(IGNORED_ON_MACHINES);
  const folders: RawPath[] = [];
  const counts = { files: 0, others: 0, bytes: 0 };
  for (const { name, attributes } of entries) {
    const facts = factsOfAttributes(name, attributes);
    const type = typeFromStMode(attributes.stMode ?? 0);
    const isUnsettled = type === "file" && settledNs !== undefined && facts.mtimeNs >= settledNs;
    record.add(isUnsettled ? { ...facts, device: UNSETTLED } : facts);
    if (type === "dir") folders.push(name);
    else if (type === "file") {
      counts.files += 1;
      counts.bytes += facts.sizeBytes;
    } else counts.others += 1;
  }
  const seen = record.finish();
  if (problems.length === 0 && known !== undefined && Buffer.compare(seen, known) === 0)
    return { key, same: true, folders, counts, sidecars: [] };
  return { key, same: false, record: seen, ...NOTHING_BESIDE, problems };
}
