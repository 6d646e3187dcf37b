/** What comes after the content of a batch: times and modes, links, special files, and at last the folders. */
import { lstatSync } from "node:fs";
import { rawPathForFs } from "../platform/raw-path.ts";
import { askInGroups } from "./ask-in-groups.ts";
import { type Batch, type LinkEntry, newBatch, type SpecialEntry } from "./batch.ts";
import { planSpecial } from "./collect-batches.ts";
import { distrustUnchanged, type FinishTools, finishFiles, finishUnchanged } from "./finish-files.ts";
import type { LinkItem } from "./messages.ts";
import { tellWrongSize } from "./plan-entry.ts";
import { problemFor } from "./problem.ts";
import { metadataOf } from "./restore-file.ts";
import type { RestoreFolder } from "./restore-folder.ts";
import { writeFiles } from "./write-files.ts";

/** All content of this batch is written, and all earlier batches are complete. */
export async function completeBatch(batch: Batch, tools: FinishTools): Promise<void> {
  await finishFiles(batch.files, tools);
  await finishUnchanged(batch.unchanged, tools);
  await makeSpecials(batch.specials, tools);
  await makeLinks(batch.links, tools);
  await finishFolders(batch.folders, tools);
}

/** A name whose first was not restored takes its place, and those after it are linked to this one in the next round. */
async function makeLinks(links: readonly LinkEntry[], tools: FinishTools): Promise<void> {
  let waiting = links;
  while (waiting.length > 0) {
    const ready: { link: LinkEntry; item: LinkItem }[] = [];
    const firsts = newBatch();
    const next: LinkEntry[] = [];
    for (const link of waiting) {
      const outcome = tools.hardLinks.outcomeOf(link.key);
      if (outcome.kind === "restored") planLink(link, outcome.path, ready, tools);
      else if (outcome.kind === "damaged") settle(link, problem("damaged"), tools);
      else if (tools.hardLinks.claim(link.key)) planAsFirst(link, firsts, tools);
      else next.push(link);
    }
    await askLinks(ready, tools);
    if (tools.distrusts) await distrustUnchanged(firsts, tools);
    await writeFiles(firsts.slices, tools);
    await finishFiles(firsts.files, tools);
    await finishUnchanged(firsts.unchanged, tools);
    await makeSpecials(firsts.specials, tools);
    waiting = next;
  }
}

function planLink(
  link: LinkEntry,
  first: LinkItem["first"],
  ready: { link: LinkEntry; item: LinkItem }[],
  tools: FinishTools,
): void {
  const stat = lstatSync(rawPathForFs(first), {
    bigint: true,
    throwIfNoEntry: false,
  });
  const planned = stat === undefined ? problem("failed") : tools.planner.link(link, stat);
  if (planned.kind === "make") ready.push({ link, item: { place: planned.place, first } });
  else if (planned.kind === "right") {
    tools.report.placed(link.entry.path, planned.path);
    settle(link, { kind: "unchanged" }, tools);
  } else settle(link, planned, tools);
}

function planAsFirst({ entry, key }: LinkEntry, batch: Batch, tools: FinishTools): void {
  const { slices, files, unchanged } = batch;
  if (entry.node.type !== "file") {
    planSpecial(entry, batch, tools);
    return;
  }
  const planned = tools.planner.file(entry);
  tellWrongSize(entry, planned, tools.report);
  if (planned.kind === "write") {
    const { file } = planned;
    slices.push({ file, from: 0, end: file.content.length, position: 0 });
    files.push(file);
    return;
  }
  if (planned.kind === "check") {
    unchanged.push(planned.unchanged);
    return;
  }
  tools.report.settled(entry.path, planned);
  tools.hardLinks.settle(key, { kind: "not-restored" });
}

async function askLinks(
  ready: readonly { link: LinkEntry; item: LinkItem }[],
  tools: FinishTools,
): Promise<void> {
  const { team, report } = tools;
  await askInGroups(
    team,
    "link",
    ready,
    ({ item }) => item,
    ({ link, item }, answer) => {
      if (answer.isMade) {
        report.counts.othersRestored += 1;
        report.placed(link.entry.path, item.place.finalPath);
      }
      if (answer.problem !== undefined) report.problem(link.entry.path, answer.problem);
      if (link.entry.node.type === "file") report.done(1, 0, link.entry.path);
    },
  );
}

async function makeSpecials(
  specials: readonly SpecialEntry[],
  { team, report, hardLinks }: FinishTools,
): Promise<void> {
  await askInGroups(
    team,
    "special",
    specials,
    ({ item }) => item,
    ({ path, item, linkKey }, { isMade, problem: found }) => {
      if (isMade) {
        report.counts.othersRestored += 1;
        report.placed(path, item.place.finalPath);
      }
      if (linkKey !== undefined) {
        const { finalPath } = item.place;
        hardLinks.settle(linkKey, isMade ? { kind: "restored", path: finalPath } : { kind: "not-restored" });
      }
      if (found !== undefined) report.problem(path, found);
    },
  );
}

/** Inner folders before outer ones: an outer one may forbid what an inner one still needs. */
async function finishFolders(
  folders: readonly RestoreFolder[],
  { team, report }: FinishTools,
): Promise<void> {
  const items = folders.flatMap(({ node, place, path }) =>
    node === undefined
      ? []
      : [{ path, metadata: metadataOf(node), place: { path: place, finalPath: place } }],
  );
  const answers = await team.ask(
    "finishFolders",
    items.map(({ place, metadata }) => ({ place, metadata })),
  );
  for (const [n, { path }] of items.entries()) {
    const answer = answers[n];
    if (answer?.isMade === true) report.counts.foldersRestored += 1;
    if (answer?.problem !== undefined) report.problem(path, answer.problem);
  }
}

function problem(reason: "damaged" | "failed") {
  return { kind: "problem", problem: problemFor(reason) } as const;
}

function settle(
  { entry }: LinkEntry,
  how: Parameters<FinishTools["report"]["settled"]>[1],
  tools: FinishTools,
): void {
  if (entry.node.type === "file") tools.report.settled(entry.path, how);
  else if (how.kind === "problem") tools.report.problem(entry.path, how.problem);
}
