import { useMediaQuery } from "@mantine/hooks";
import { formatDate, formatTimeOfDay } from "../../../../shared/format/calendar-date.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { useNow } from "../../../components/use-now.ts";
import { useGap } from "../../../words/use-gap.ts";
import { IncompleteNote } from "../frame/incomplete-note.tsx";
import { PinNote } from "../frame/pin-note.tsx";
import { RestoreLead } from "../frame/restore-lead.tsx";
import { UnreadableNote } from "../frame/unreadable-note.tsx";
import { ageSpan, longDay } from "../model/day-text.ts";
import type { RestoreMode } from "../model/place.ts";
import type { Subject } from "../subject.ts";
import { useWords } from "../use-words.ts";

type BrowseLeadProps = { readonly subject: Subject; readonly onMode: (mode: RestoreMode) => void };

/** "Documents as it was on Tuesday, 17 November 2026 at 16:00. 46 hours ago." */
export function BrowseLead({ subject, onMode }: BrowseLeadProps) {
  const { t, language } = useWords();
  const nowMs = useNow();
  const gap = useGap();
  const isNarrow = useMediaQuery("(width < 1100px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const { series, snapshot, snapshots, unreadable, repository } = subject;
  const span = ageSpan(snapshot.timeMs, nowMs, language);
  const age = span === undefined ? undefined : span === "" ? t("lead.justNow") : t("lead.ago", { span });
  const [replica] = repository.replicas;
  const reach =
    snapshots.length === 1
      ? t(unreadable > 0 ? "lead.onlyReadable" : "lead.only")
      : t("lead.reach", {
          count: snapshots.length,
          n: formatGrouped(snapshots.length),
          date: formatDate(snapshots[0]?.timeMs ?? 0, 0, language, "long"),
        });
  return (
    <RestoreLead
      icon="restore"
      first={t(isNarrow ? "lead.atShort" : "lead.at", {
        name: series.name,
        day: longDay(snapshot.timeMs, language),
        time: formatTimeOfDay(snapshot.timeMs),
      })}
      rest={age}
      mode="time"
      onMode={onMode}
      context={
        <>
          {reach}
          {replica !== undefined && gap + t("lead.place", { place: replica.name })}
          {gap}
          <PinNote
            key={snapshot.id}
            {...{ repositoryId: repository.id, seriesId: series.id, seriesName: series.name, snapshot }}
          />
          <IncompleteNote snapshot={snapshot} />
          <UnreadableNote repositoryId={repository.id} unreadable={unreadable} />
        </>
      }
    />
  );
}
