/** Restores some files of a backup from one replica, and says of each what came of it. */
import { join } from "node:path";
import { isBackstayError } from "../../../shared/errors.ts";
import type { DrillFault } from "../../../shared/model/drill.ts";
import { joinRawPath, type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { isWithin } from "../../restore/browse/find-path.ts";
import { plainLength } from "../../restore/locate-blobs.ts";
import type { RestoreProblem } from "../../restore/problem.ts";
import { runRestore } from "../../restore/run-restore.ts";
import { selectPaths } from "../../restore/select-paths.ts";
import { type Content, compareWithChunks, sumIfUnchanged } from "./compare-file.ts";
import { listFiles } from "./list-files.ts";
import type { Part } from "./make-parts.ts";
import type { TriedFile } from "./plan-drill.ts";
import { removeScratch } from "./scratch.ts";

/** What came of one file. `bytes`: plain bytes that came back. */
export type TriedResult = {
  readonly file: TriedFile;
  readonly bytes: number;
  readonly fault: Pick<DrillFault, "fault" | "reason" | "systemCode"> | undefined;
  /** Whether the file itself was compared too. */
  readonly isComparedLive: boolean;
};

export type PartResult = { readonly results: readonly TriedResult[]; readonly seconds: number };

export type PartTools = {
  readonly repository: IndexedRepository;
  /** Made and removed here. */
  readonly folder: string;
  /** This computer's name, as backups of its own have it: only then the files themselves can be compared. */
  readonly hostname: string;
  /** Sums of files as they are now, by path, so that each is read once for all replicas; null for one that has changed. */
  readonly live: Map<RawPath, string | null>;
  readonly signal: AbortSignal;
  onFile(file: TriedFile): void;
};

/** Problems that leave the content of a file as it should be. */
const HARMLESS: ReadonlySet<string> = new Set(["attributes", "size-differs"]);

/**
 * @throws {BackstayError} what the store throws when it is not about one object; TARGET_FULL, TARGET_LOST; the signal's reason
 */
export async function tryPart({ plan, files }: Part, tools: PartTools): Promise<PartResult> {
  const { repository, folder, signal } = tools;
  const { snapshot } = plan.backup;
  const startedMs = performance.now(); // the folders are read for the first time, as they would be
  const selection = selectPaths(files.map(({ path }) => path));
  const nodes = new Map<RawPath, TreeNode>();
  const unlisted = await listFiles(
    repository,
    snapshot.tree,
    ({ path, node }) => {
      if (selection.isSelected(path)) nodes.set(path, node);
    },
    signal,
    selection.mayHoldSelected,
  );
  try {
    const problems = [...unlisted, ...(await restore(files, plan.backup.snapshot, tools))];
    const seconds = (performance.now() - startedMs) / 1000;
    const results: TriedResult[] = [];
    for (const file of files) {
      results.push(await judge(file, nodes.get(file.path), problems, snapshot.hostname, tools));
      tools.onFile(file);
    }
    return { results, seconds };
  } finally {
    removeScratch(folder);
  }
}

async function restore(
  files: readonly TriedFile[],
  snapshot: Parameters<typeof runRestore>[2]["snapshot"],
  { repository, folder, signal }: PartTools,
): Promise<readonly RestoreProblem[]> {
  try {
    const { problems } = await runRestore(
      repository,
      repository.cache,
      {
        snapshot,
        target: { folder },
        ...{ includes: [], excludes: [], paths: files.map(({ path }) => path), conflict: "overwrite" },
        lock: false, // one is held for the whole drill
      },
      { signal, reportProgress: () => undefined },
    );
    return problems;
  } catch (error) {
    // not one of them can be found, as the folders above them cannot be read
    if (isBackstayError(error, "PATH_NOT_IN_SNAPSHOT")) return [];
    throw error;
  }
}

async function judge(
  file: TriedFile,
  node: TreeNode | undefined,
  problems: readonly RestoreProblem[],
  hostname: string,
  tools: PartTools,
): Promise<TriedResult> {
  const { repository, folder, signal } = tools;
  const met = problems.find(({ path, reason }) => isWithin(path, file.path) && !HARMLESS.has(reason));
  const lost = (reason: string, systemCode = ""): TriedResult => ({
    ...{ file, bytes: 0, isComparedLive: false },
    fault: { fault: "unreadable", reason, systemCode },
  });
  if (met !== undefined) return lost(met.reason, met.systemCode);
  if (node?.content == null) return lost("damaged");
  const chunks = node.content.map((id) => {
    const [place] = repository.cache.index.locate("data", id);
    return place === undefined ? undefined : { id, length: plainLength(place) };
  });
  if (!chunks.every((chunk) => chunk !== undefined)) return lost("damaged");
  let content: Content;
  try {
    const restored = joinRawPath(rawPathFromText(folder), file.path.slice(1) as RawPath);
    content = await compareWithChunks(restored, chunks, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && "code" in error) return lost("failed", String(error.code));
    throw error;
  }
  const { bytes } = content;
  const different = (fault: "different" | "live-different", isComparedLive: boolean): TriedResult => ({
    ...{ file, bytes, isComparedLive },
    fault: { fault, reason: "", systemCode: "" },
  });
  if (content.is === "different") return different("different", false);
  const live = hostname === tools.hostname ? await liveSum(file, tools) : null;
  if (live !== null && live !== content.sum) return different("live-different", true);
  return { file, bytes, fault: undefined, isComparedLive: live !== null };
}

async function liveSum(file: TriedFile, { live, signal }: PartTools): Promise<string | null> {
  const known = live.get(file.path);
  if (known !== undefined) return known;
  const sum = (await sumIfUnchanged(file.path, file, signal)) ?? null;
  live.set(file.path, sum);
  return sum;
}

/** @returns a fault as it is told, with the names as text */
export function toDrillFault({ file, fault }: TriedResult, sourceName: string): DrillFault | undefined {
  if (fault === undefined) return undefined;
  return { ...fault, path: rawPathToText(file.path), sourceName, isVital: file.isVital };
}

/** A folder of its own for each part. */
export function partFolder(scratch: string, replica: number, part: number): string {
  return join(scratch, `${replica}-${part}`);
}
