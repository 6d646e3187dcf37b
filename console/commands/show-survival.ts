/** `backstay health survival`: for each source, what is left of its copies when something is lost. */
import { printable } from "../../shared/format/printable.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { ReadingBack } from "../../shared/model/reading-back.ts";
import type { Survival } from "../../shared/model/survival.ts";
import { describeChanges, describeLoss, describeSurvival } from "../../shared/words/survival.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { withHost } from "../host-client/with-host.ts";
import { survivalWords } from "../words/survival-words.ts";

/** @throws {BackstayError} HOST_NOT_RUNNING: what copies lie on is looked at now */
export async function showSurvival(context: CommandContext): Promise<ExitCode> {
  const { output, language } = context;
  const words = survivalWords[language];
  const { survival, readings } = await withHost(context, async (host) => ({
    survival: await host.call("survival.get", {}),
    readings: (await host.call("readingBack.list", {})).repositories,
  }));
  output.json(survivalJson(survival, readings, language));
  if (survival.rows.length === 0 || survival.losses.length === 0) output.line(words.nothingYet);
  else
    for (const [n, row] of survival.rows.entries()) {
      if (n > 0) output.line("");
      const { newestGoodMs } = row;
      const saved =
        newestGoodMs === null ? undefined : formatRelative(newestGoodMs, survival.nowMs, language);
      output.line(words.source(printable(row.name), row, saved));
      if (row.changedSince !== null) output.line(`  ${describeChanges(row.changedSince, language)}`);
      for (const { cell, loss } of cellsOf(survival, row)) {
        const { left, olderLeft, unknown } = cell;
        output.line(`  ${words.without(describeLoss(loss, language), left, olderLeft, unknown)}`);
        output.line(`    ${describeSurvival(cell, loss, survival, language)}`);
      }
    }
  if (readings.length > 0) output.line("");
  for (const { name, readPercent, days, allReadMs } of readings) {
    const all = allReadMs === null ? undefined : formatRelative(allReadMs, survival.nowMs, language);
    output.line(words.readBack(printable(name), Math.floor(readPercent), days, all));
  }
  return EXIT.done;
}

function cellsOf({ losses }: Survival, { cells }: Survival["rows"][number]) {
  return losses.flatMap((loss) => {
    const cell = cells.find(({ lossId }) => lossId === loss.id);
    return cell === undefined ? [] : [{ cell, loss }];
  });
}

function survivalJson(
  survival: Survival,
  readings: readonly ReadingBack[],
  language: CommandContext["language"],
) {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const placeOf = (id: string) => survival.places.find(({ replicaId }) => replicaId === id)?.name ?? null;
  return {
    message_type: "survival",
    places: survival.places.map(({ name, hostId, standing }) => ({
      ...{ name, host: survival.hosts.find((one) => one.hostId === hostId)?.name ?? null, standing },
    })),
    hosts: survival.hosts.map(({ name, isThisComputer, standing }) => ({
      ...{ name, is_this_computer: isThisComputer, standing },
    })),
    read_back: readings.map(({ name, days, readPercent, allReadMs, dueMs, nextMs, waits }) => ({
      ...{ repository: name, days, percent: readPercent, all_read: time(allReadMs), due: time(dueMs) },
      ...{ next: time(nextMs), waits },
    })),
    sources: survival.rows.map((row) => ({
      ...{ id: row.sourceId, name: row.name, good: row.good, older: row.older, unknown: row.unknown },
      newest_good: time(row.newestGoodMs),
      changed_since: row.changedSince,
      losses: cellsOf(survival, row).map(({ cell, loss }) => ({
        ...{
          kind: loss.kind,
          name: loss.name,
          left: cell.left,
          older: cell.olderLeft,
          unknown: cell.unknown,
        },
        newest_left: time(cell.newestLeftMs),
        disk:
          cell.disk === null
            ? null
            : { name: cell.disk.name, slot: cell.disk.slot, host: cell.disk.hostName },
        copies: cell.copies.map(({ replicaId, fate, reason, gap, arrayName }) => ({
          ...{ place: placeOf(replicaId), fate, reason, gap, array: arrayName },
        })),
        text: describeSurvival(cell, loss, survival, language),
      })),
    })),
  };
}
