import { userInfo } from "node:os";
import type { BlobId } from "../../../shared/ids.ts";
import { openAccounts } from "../../platform/accounts.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { compareNames, encodeNode, encodeTree } from "../../repository/format/tree-encode.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { Intake } from "../intake.ts";
import type { SavedReport } from "../saved-report.ts";
import type { Tally } from "../tally.ts";
import { findPreviousFolder } from "./previous-streams.ts";

/** A stream of which all is stored. `path` is absolute and clean. */
export type SavedStream = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly content: readonly BlobId[];
};

export type StreamTreeTools = {
  readonly repository: IndexedRepository;
  readonly intake: Intake;
  readonly saved: SavedReport<unknown> | undefined;
  readonly tally: Tally;
  readonly previousTree: BlobId | undefined;
  readonly signal: AbortSignal;
};

/** Go's `os.ModeDir`. */
const MODE_DIR = 0x8000_0000;
const FOLDER_MODE = MODE_DIR + 0o755;
/** What a program writes may be a whole database: it is restored for its owner alone. */
const FILE_MODE = 0o600;
const NOTHING = new Uint8Array(0);

/**
 * Makes the folders that lead to the streams. None of them exists anywhere; they bear the time of the backup and the name of who
 * makes it.
 *
 * @returns the root's tree
 */
export async function buildStreamTree(
  streams: readonly SavedStream[],
  tools: StreamTreeTools,
): Promise<BlobId> {
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const { username, uid, gid } = userInfo();
  const foundMs = performance.now();
  const { groupName } = openAccounts();

  function nodeOf(name: string, what: Partial<TreeNode> & Pick<TreeNode, "type" | "mode">): TreeNode {
    return {
      name: Buffer.from(name),
      ...{ mtimeNs: nowNs, atimeNs: nowNs, ctimeNs: nowNs },
      // where there are no such numbers, the system says -1
      ...{ uid: Math.max(0, uid), gid: Math.max(0, gid), user: username, group: groupName(Math.max(0, gid)) },
      ...{ inode: 0n, deviceId: 0n, sizeBytes: 0, links: 0, linkTarget: NOTHING, device: 0n },
      ...{
        extendedAttributes: [],
        genericAttributes: undefined,
        content: null,
        subtree: undefined,
        error: "",
      },
      ...what,
    };
  }

  async function folderOf(inside: readonly SavedStream[], names: readonly string[]): Promise<BlobId> {
    const nodes: TreeNode[] = [];
    const groups = Map.groupBy(inside, ({ path }) => path.split("/")[names.length + 1] ?? "");
    for (const [name, group] of groups) {
      const path = `/${[...names, name].join("/")}`;
      const file = group.find((stream) => stream.path === path);
      if (file === undefined) {
        const subtree = await folderOf(group, [...names, name]);
        nodes.push(nodeOf(name, { type: "dir", mode: FOLDER_MODE, subtree }));
      } else {
        if (group.length > 1) throw new Error(`two streams are to be at ${path}`);
        const { sizeBytes, content } = file;
        nodes.push(nodeOf(name, { type: "file", mode: FILE_MODE, links: 1, sizeBytes, content }));
      }
    }
    const json = encodeTree(
      nodes.sort((a, b) => compareNames(a.name, b.name)).map((node) => encodeNode(node)),
    );
    const { id, addedBytes } = tools.intake.takeTree(json, false);
    tools.repository.cache.trees.put(id, json, undefined);
    if (names.length > 0) await tellFolder(names, id, addedBytes);
    return id;
  }

  async function tellFolder(names: readonly string[], id: BlobId, addedBytes: number): Promise<void> {
    const { repository, previousTree, signal, tally, saved } = tools;
    const previous = await findPreviousFolder(repository, previousTree, names, signal);
    const action = previous === undefined ? "new" : "changed"; // it bears another time
    tally[previous === undefined ? "dirsNew" : "dirsChanged"] += 1;
    const path = rawPathFromText(`/${names.join("/")}`);
    saved?.folder({ path, type: "folder", action, sizeBytes: 0, foundMs }, id, addedBytes);
  }

  return await folderOf(streams, []);
}
