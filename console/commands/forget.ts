import { systemClock } from "../../core/clock.ts";
import { type KeptSnapshots, NOTHING_KEPT } from "../../core/guard/kept-snapshots.ts";
import {
  DEFAULT_GROUP_BY,
  describeGroup,
  type GroupBy,
  parseGroupBy,
} from "../../core/repository/snapshots/group-snapshots.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { type ForgetGroup, planForget } from "../../core/repository/snapshots/plan-forget.ts";
import { forgetSnapshots } from "../../core/repository/snapshots/remove-snapshots.ts";
import { isEmptyPolicy } from "../../core/repository/snapshots/retention-policy.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { type SnapshotId, shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { keptHere, refuseHeld } from "../host/kept-here.ts";
import { chooseSnapshots } from "../options/choose-snapshots.ts";
import { addKeepFlags, type KeepFlags, retentionPolicy } from "../options/keep-flags.ts";
import { withRepository } from "../options/open-for-command.ts";
import { addPruneFlags, type PruneFlags } from "../options/prune-flags.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { forgetGroupJson } from "../output/forget-json.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";
import { pruneAndTell } from "../output/prune-and-tell.ts";
import { formatSnapshots } from "../output/snapshot-table.ts";

type Flags = KeepFlags &
  PruneFlags &
  SnapshotFlags & {
    readonly groupBy?: GroupBy;
    readonly compact?: boolean;
    readonly dryRun?: boolean;
    readonly prune?: boolean;
    readonly evenKept?: boolean;
  };

export const defineForget: DefineCommand = (command, run) => {
  command
    .description(
      "Removes snapshots: those that are named, or those that no rule keeps. The rules are applied to each group on its own; hours, days, weeks, months and years without a snapshot do not count. Where there are fewer snapshots than a rule may keep, the oldest one is kept as well. The data stays until it is pruned. What the Backstay of this computer wants to be kept, because it is pinned or something looked suspicious, stays.",
    )
    .argument("[snapshot...]", "beginning of an id, or latest: remove exactly these");
  addKeepFlags(command);
  addSnapshotFlags(command, { shortHost: false });
  command
    .option(
      "-g, --group-by <what>",
      "host, paths, tags or several of them, '' for one group (default: host,paths)",
      parseGroupBy,
    )
    .option("-c, --compact", "leave out the paths in lists")
    .option("-n, --dry-run", "remove nothing, tell what would be removed")
    .option("--even-kept", "also remove what is pinned, or held since something looked suspicious")
    .option("--prune", "prune afterwards, if snapshots were removed");
  addPruneFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        [
          "A week of days, a month of weeks, a year of months",
          "backstay forget --keep-daily 7 --keep-weekly 5 --keep-monthly 12 --prune",
        ],
        ["What would that remove?", "backstay forget --keep-daily 7 --dry-run"],
        ["One snapshot", "backstay forget 4fa731b4"],
      ]),
    )
    .action((wanted: string[], flags: Flags) => run(command, (context) => forget(wanted, flags, context)));
};

async function forget(wanted: readonly string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  return await withRepository(context, async (repository) => {
    const filter = snapshotFilter(flags, context.env);
    const kept = flags.evenKept === true ? NOTHING_KEPT : await keptHere(context);
    let isComplete = true;
    const choose = async (): Promise<readonly SnapshotId[]> => {
      const { chosen, damaged, missing } = await chooseSnapshots(repository, wanted, filter, context);
      if (wanted.length > 0) {
        isComplete = missing === 0;
        refuseKept(chosen, kept);
        return [...chosen.map(({ id }) => id), ...damaged];
      }
      isComplete = damaged.length === 0;
      return showPlan(keepMore(planGroups(chosen, flags, context), kept), flags.compact === true, context);
    };
    const job = { signal: context.signal, reportProgress: createPhaseReporter(context) };
    const removed = await forgetSnapshots(repository, choose, job, flags);
    tellRemoved(removed, flags, context);
    if (wanted.length > 0) context.output.json({ message_type: "summary", removed });
    const without = flags.dryRun === true ? new Set(removed) : undefined;
    if (flags.prune === true && removed.length > 0) refuseHeld(repository, kept);
    if (flags.prune === true && removed.length > 0) await pruneAndTell(repository, flags, context, without);
    return isComplete ? EXIT.done : EXIT.incomplete;
  });
}

/** @throws {BackstayError} SNAPSHOTS_HELD, SNAPSHOT_PINNED when somebody names one that is to stay */
function refuseKept(chosen: readonly StoredSnapshot[], kept: KeptSnapshots): void {
  const sources = new Set(chosen.flatMap((snapshot) => heldBy(snapshot, kept)?.name ?? []));
  if (sources.size > 0) throw new BackstayError("SNAPSHOTS_HELD", { sources: [...sources] });
  const pinned = chosen.filter(({ id }) => kept.pinned.has(id));
  if (pinned.length > 0)
    throw new BackstayError("SNAPSHOT_PINNED", { snapshots: pinned.map(({ id }) => shortId(id)) });
}

/** What no rule keeps and is to stay all the same. */
function keepMore(groups: Groups, kept: KeptSnapshots): Groups {
  return groups.map((group) => {
    const reasonFor = (snapshot: StoredSnapshot) =>
      kept.pinned.has(snapshot.id) ? "pinned" : heldBy(snapshot, kept) === undefined ? undefined : "held";
    const stays = group.remove.flatMap((snapshot) => {
      const reason = reasonFor(snapshot);
      return reason === undefined ? [] : [{ snapshot, matches: [reason], counters: NO_COUNTERS }];
    });
    if (stays.length === 0) return group;
    const newest = (a: StoredSnapshot, b: StoredSnapshot) => (a.timeNs < b.timeNs ? 1 : -1);
    return {
      ...group,
      keep: [...group.keep, ...stays.map(({ snapshot }) => snapshot)].toSorted(newest),
      remove: group.remove.filter((snapshot) => reasonFor(snapshot) === undefined),
      reasons: [...group.reasons, ...stays].toSorted((a, b) => newest(a.snapshot, b.snapshot)),
    };
  });
}

const NO_COUNTERS = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } as const;

function heldBy({ tags }: StoredSnapshot, { held }: KeptSnapshots) {
  return held.find(({ tag }) => tags.includes(tag));
}

type Groups = readonly ForgetGroup<StoredSnapshot>[];

/** Without a rule nothing is removed: somebody who forgot the rules does not mean everything. */
function planGroups(
  snapshots: readonly StoredSnapshot[],
  flags: Flags,
  { output, words }: CommandContext,
): Groups {
  const policy = retentionPolicy(flags);
  if (isEmptyPolicy(policy)) {
    output.note(words.forget.noRule);
    return [];
  }
  const clock = { nowNs: BigInt(systemClock.nowMs()) * 1_000_000n };
  return planForget(snapshots, policy, flags.groupBy ?? DEFAULT_GROUP_BY, clock);
}

/** @returns what is to be removed */
function showPlan(
  groups: Groups,
  isCompact: boolean,
  { output, words }: CommandContext,
): readonly SnapshotId[] {
  output.json(groups.map(forgetGroupJson));
  for (const { key, keep, remove, reasons } of groups) {
    output.note(printable(words.snapshots.group(describeGroup(key))));
    const matches = new Map(reasons.map((reason) => [reason.snapshot, reason.matches]));
    output.note(words.forget.keep);
    for (const line of formatSnapshots(keep.toReversed(), words, { isCompact, reasons: matches }))
      output.note(line);
    if (remove.length > 0) output.note(words.forget.remove);
    if (remove.length > 0)
      for (const line of formatSnapshots(remove.toReversed(), words, { isCompact })) output.note(line);
    output.note("");
  }
  return groups.flatMap(({ remove }) => remove.map(({ id }) => id));
}

function tellRemoved(ids: readonly SnapshotId[], { dryRun }: Flags, { output, words }: CommandContext): void {
  if (ids.length === 0) return;
  const list = ids.map(shortId).join(" ");
  if (dryRun === true) output.line(words.forget.wouldRemove(ids.length, list));
  else output.note(words.forget.removed(ids.length, list));
}
