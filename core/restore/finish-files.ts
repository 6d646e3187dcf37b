/** Gives files their names, owners, times and modes, and reads them back if that is wanted. */
import type { RawPath } from "../platform/raw-path.ts";
import { askInGroups } from "./ask-in-groups.ts";
import type { Batch, UnchangedFile } from "./batch.ts";
import type { HardLinks } from "./hard-links.ts";
import type { EntryPlanner } from "./plan-entry.ts";
import { problemFor } from "./problem.ts";
import { chunksOf, type RestoreFile } from "./restore-file.ts";
import { fail, type RestoreTools } from "./write-files.ts";

export type FinishTools = RestoreTools & {
  readonly planner: EntryPlanner;
  readonly hardLinks: HardLinks;
  /** Read every file back from the target, those that were there already too. */
  readonly verify: boolean;
  /** Read what is there already before it is taken for right. */
  readonly distrusts: boolean;
};

/** Finishes files whose content is written. Those that were whole in one message are finished already. */
export async function finishFiles(files: readonly RestoreFile[], tools: FinishTools): Promise<void> {
  const { team, report, hardLinks } = tools;
  const prepared = files.filter((file) => file.state === "prepared");
  await askInGroups(
    team,
    "finishFiles",
    prepared,
    ({ place, metadata }) => ({ place, metadata }),
    (file, { isMade, problem }) => {
      if (!isMade) return fail(file, problem ?? problemFor("failed"), tools);
      file.state = "done";
      report.counts.filesRestored += 1;
      report.counts.bytesRestored += file.sizeBytes;
      report.done(1, 0, file.path);
      if (problem !== undefined) report.problem(file.path, problem);
    },
  );
  if (tools.verify) await verifyRestored(files, tools);
  for (const file of files) {
    if (file.state === "done") report.placed(file.path, file.place.finalPath);
    if (file.linkKey !== undefined) hardLinks.settle(file.linkKey, outcomeOf(file));
  }
}

function outcomeOf(file: RestoreFile): Parameters<HardLinks["settle"]>[1] {
  if (file.state === "done") return { kind: "restored", path: file.place.finalPath };
  return { kind: file.failure === "damaged" ? "damaged" : "not-restored" };
}

async function verifyRestored(files: readonly RestoreFile[], tools: FinishTools): Promise<void> {
  const { counts } = tools.report;
  await askInGroups(
    tools.team,
    "verify",
    files.filter((file) => file.state === "done"),
    (file) => ({ path: file.place.finalPath, chunks: chunksOf(file) }),
    (file, answer) => {
      if (answer === "right") counts.filesVerified += 1;
      else if (answer !== "wrong") tools.report.problem(file.path, { ...answer, reason: "not-compared" });
      else {
        counts.filesRestored -= 1;
        counts.bytesRestored -= file.sizeBytes;
        fail(file, problemFor("verify-failed"), tools);
      }
    },
  );
}

/**
 * Reads the files that seem to be there already. Those that are not what they seem leave the batch's list, and are planned
 * anew: one kept beside such a file may be found to be there in its turn, and is read as well.
 */
export async function distrustUnchanged(
  batch: Batch,
  tools: Pick<FinishTools, "team" | "planner" | "report" | "hardLinks" | "verify">,
): Promise<void> {
  const { planner, report, hardLinks } = tools;
  const right: UnchangedFile[] = [];
  let unread: { readonly unchanged: UnchangedFile; readonly wrong: ReadonlySet<RawPath> }[] =
    batch.unchanged.map((unchanged) => ({ unchanged, wrong: new Set() }));
  while (unread.length > 0) {
    const next: typeof unread = [];
    await askInGroups(
      tools.team,
      "verify",
      unread,
      ({ unchanged: { file } }) => ({ path: file.place.finalPath, chunks: chunksOf(file) }),
      ({ unchanged, wrong: known }, answer) => {
        const { entry, file } = unchanged;
        if (answer === "right") {
          if (tools.verify) report.counts.filesVerified += 1;
          right.push(unchanged);
          return;
        }
        const wrong = new Set([...known, file.place.finalPath]);
        const planned = planner.file(entry, wrong);
        if (answer !== "wrong" && !isReplaced(file, planned)) {
          // another one beside it with each run would be worse than one that nobody could read
          report.problem(file.path, { ...answer, reason: "not-compared" });
          right.push(unchanged);
          return;
        }
        if (planned.kind === "check") next.push({ unchanged: planned.unchanged, wrong });
        else if (planned.kind === "write") {
          batch.slices.push({ file: planned.file, from: 0, end: planned.file.content.length, position: 0 });
          batch.files.push(planned.file);
        } else {
          report.settled(entry.path, planned);
          if (file.linkKey !== undefined) hardLinks.settle(file.linkKey, { kind: "not-restored" });
        }
      },
    );
    unread = next;
  }
  batch.unchanged.splice(0, Number.POSITIVE_INFINITY, ...right);
}

/** Whether what is written takes the place of what is there, and need not be compared with it. */
function isReplaced(present: RestoreFile, planned: ReturnType<EntryPlanner["file"]>): boolean {
  return planned.kind === "write" && planned.file.place.finalPath === present.place.finalPath;
}

/** Counts the files that are there already, and mends owner and mode where these differ. */
export async function finishUnchanged(files: readonly UnchangedFile[], tools: FinishTools): Promise<void> {
  const { report, hardLinks } = tools;
  for (const { file } of files) {
    report.counts.filesUnchanged += 1;
    report.counts.bytesUnchanged += file.sizeBytes;
    report.done(1, file.sizeBytes, file.path);
    report.placed(file.path, file.place.finalPath);
    const { linkKey, place } = file;
    if (linkKey !== undefined) hardLinks.settle(linkKey, { kind: "restored", path: place.finalPath });
  }
  await askInGroups(
    tools.team,
    "finishFiles",
    files.flatMap(({ file, finish }) => (finish === undefined ? [] : [{ file, finish }])),
    ({ finish }) => finish,
    ({ file }, { problem }) => {
      if (problem !== undefined) report.problem(file.path, problem);
    },
  );
}
