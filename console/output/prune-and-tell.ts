import type { PruneReport } from "../../core/repository/prune/prune-report.ts";
import { runPrune } from "../../core/repository/prune/run-prune.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { OpenedRepository } from "../options/open-for-command.ts";
import { DEFAULT_MAX_UNUSED, type PruneFlags } from "../options/prune-flags.ts";
import { createPhaseReporter } from "./phase-progress.ts";

/**
 * Prunes, with the size report before anything is changed; for `prune` and `forget --prune`.
 * @param without snapshots that a dry run takes for removed
 */
export async function pruneAndTell(
  repository: OpenedRepository,
  flags: PruneFlags & { readonly dryRun?: boolean },
  context: CommandContext,
  without?: ReadonlySet<SnapshotId>,
): Promise<void> {
  const { output, words, signal } = context;
  const options = {
    maxUnused: flags.maxUnused ?? DEFAULT_MAX_UNUSED,
    maxRepackBytes: flags.maxRepackSize,
    dryRun: flags.dryRun,
    acceptLoss: flags.acceptLoss,
    without,
  };
  await runPrune(repository, repository.cache, options, {
    signal,
    reportProgress: createPhaseReporter(context),
    onReport: (report) => showReport(report, context),
  });
  output.note(flags.dryRun === true ? words.prune.dryRun : words.prune.done);
}

function showReport({ blobs, bytes, packs }: PruneReport, { output, words }: CommandContext): void {
  output.json({
    message_type: "summary",
    blobs: {
      used: blobs.used,
      duplicate: blobs.duplicate,
      unused: blobs.unused,
      total: blobs.total,
      repack: blobs.repack,
      repack_remove: blobs.repackRemove,
      remove: blobs.remove,
      remove_total: blobs.removeTotal,
      remaining: blobs.remaining,
    },
    bytes: {
      used: bytes.used,
      duplicate: bytes.duplicate,
      unused: bytes.unused,
      unreferenced: bytes.unreferenced,
      total: bytes.total,
      repack: bytes.repack,
      repack_remove: bytes.repackRemove,
      remove: bytes.remove,
      remove_total: bytes.removeTotal,
      remaining: bytes.remaining,
      remaining_unused: bytes.remainingUnused,
    },
    packfiles: {
      used: packs.used,
      unused: packs.unused,
      partly_used: packs.partlyUsed,
      unreferenced: packs.unreferenced,
      total: packs.total,
      keep: packs.keep,
      repack: packs.repack,
      remove: packs.remove,
      remove_total: packs.removeTotal,
    },
  });
  const say = words.prune;
  const share = bytes.remaining === 0 ? 0 : (bytes.remainingUnused / bytes.remaining) * 100;
  output.note(say.total(blobs.total, formatBytes(bytes.total)));
  output.note(say.rewrite(packs.repack, formatBytes(bytes.repack), formatBytes(bytes.repackRemove)));
  output.note(say.remove(packs.removeTotal, formatBytes(bytes.remove + bytes.unreferenced)));
  output.note(say.freed(formatBytes(bytes.removeTotal)));
  output.note(
    say.remaining(formatBytes(bytes.remaining), formatBytes(bytes.remainingUnused), share.toFixed(2)),
  );
}
