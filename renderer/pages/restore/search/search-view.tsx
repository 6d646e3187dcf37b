import { NativeSelect } from "@mantine/core";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Output } from "../../../../shared/api/methods.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { SnapshotSeries, SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useNow } from "../../../components/use-now.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { useGap } from "../../../words/use-gap.ts";
import { CheckField } from "../frame/check-field.tsx";
import { RestoreLead } from "../frame/restore-lead.tsx";
import type { VirtualGridHandle } from "../grid/virtual-grid.tsx";
import type { RestorePlace } from "../model/place.ts";
import { sinceMs } from "../model/search-since.ts";
import { folderOf } from "../model/tree-path.ts";
import type { RestoreRequest } from "../restore/restore-request.ts";
import type { Subject } from "../subject.ts";
import type { Go } from "../use-place.ts";
import { useWords } from "../use-words.ts";
import { HitList } from "./hit-list.tsx";
import { HitPanel } from "./hit-panel.tsx";
import { SearchField } from "./search-field.tsx";
import { SearchFilters } from "./search-filters.tsx";
import styles from "./search-view.module.css";

type SearchViewProps = {
  readonly subject: Subject;
  readonly allSeries: readonly SnapshotSeries[];
  readonly menu: ReactNode;
  readonly place: RestorePlace;
  readonly go: Go;
  readonly onRestore: (request: RestoreRequest) => void;
};

/** More nobody reads; another word finds it faster. */
const MOST_HITS = 300;

/** Files of all snapshots at once, found by their names. */
export function SearchView({ subject, allSeries, place, go, onRestore }: SearchViewProps) {
  const { t } = useWords();
  const { t: unavailable } = useTranslation("unavailable");
  const { repository, series } = subject;
  const list = useRef<VirtualGridHandle>(null);
  const [active, setActive] = useState(0);
  /** Another version than the newest of the hit that is shown. */
  const [version, setVersion] = useState<{ readonly of: string; readonly snapshotId: SnapshotView["id"] }>();
  const text = (place.text ?? "").trim();
  const isEverywhere = place.everywhere === true;
  const onlyGone = place.onlyGone === true;
  const nowMs = useNow();
  const answer = useCall(
    "restore.search",
    {
      repositoryId: repository.id,
      seriesId: isEverywhere ? null : series.id,
      text: text === "" ? " . " : text,
      onlyGone,
      kind: place.kind,
      changedSinceMs: sinceMs(place.since, nowMs),
      limit: MOST_HITS,
    },
    { isEnabled: text !== "", keepsPrevious: true },
  );
  const result = text !== "" && answer.kind === "ready" ? answer.value : undefined;
  const hits = result?.hits ?? [];
  const hit = hits[Math.min(active, hits.length - 1)];
  const startMs = Math.min(...(isEverywhere ? allSeries : [series]).map(({ oldestMs }) => oldestMs));
  const snapshotId = hit !== undefined && version?.of === hit.path ? version.snapshotId : hit?.snapshotId;

  const onText = useCallback(
    (typed: string) => {
      setActive(0);
      go({ text: typed === "" ? null : typed }, { replaces: true });
    },
    [go],
  );
  const openPlace = (index: number) => {
    const found = hits[index];
    if (found === undefined) return;
    const isFolder = found.type === "dir";
    go({
      mode: "time",
      series: found.seriesId,
      snapshot: index === active && snapshotId !== undefined ? snapshotId : found.snapshotId,
      path: isFolder ? found.path : folderOf(found.path),
      shown: isFolder ? null : found.path,
    });
  };
  const isNarrowed = place.kind !== null || place.since !== null;
  const nothing = isNarrowed ? "search.nothingNarrowed" : onlyGone ? "search.nothingGone" : "search.nothing";
  const hasFailed = text !== "" && answer.kind === "failed";
  const sentence = useSentence(text, onlyGone, result, t(nothing, { text }));
  return (
    <>
      <RestoreLead
        icon="search"
        first={hasFailed ? unavailable("search", { text }) : sentence.first}
        rest={hasFailed ? undefined : sentence.rest}
        mode="search"
        onMode={(mode) => go({ mode })}
        context={result === undefined ? undefined : <Indexed result={result} />}
      />
      <div className={styles.bar} data-region="search">
        <SearchField text={place.text ?? ""} onText={onText} onLeave={() => list.current?.focus()} />
        {allSeries.length > 1 && (
          <NativeSelect
            aria-label={t("search.scope")}
            value={isEverywhere ? "everywhere" : "here"}
            onChange={(event) =>
              go({ everywhere: event.currentTarget.value === "everywhere" || null }, { replaces: true })
            }
            data={[
              { value: "here", label: t("search.here", { name: series.name }) },
              { value: "everywhere", label: t("search.everywhere", { repository: repository.name }) },
            ]}
          />
        )}
        <SearchFilters place={place} go={go} />
        <CheckField
          label={t("search.onlyGone")}
          isOn={onlyGone}
          onChange={(isOn) => go({ onlyGone: isOn || null }, { replaces: true })}
        />
      </div>
      <div className={styles.panes}>
        <div className={styles.hits} data-region="results">
          {text === "" && (
            <div className={styles.place}>
              <Empty icon="search" title={t("search.startTitle")}>
                {t("search.startText")}
              </Empty>
            </div>
          )}
          {text !== "" && answer.kind === "loading" && (
            <div className={styles.place}>
              <Waiting rows={6} rowHeight={50} />
            </div>
          )}
          {text !== "" && answer.kind === "failed" && (
            <div className={styles.place}>
              <ErrorNote error={answer.error} onRetry={answer.retry} />
            </div>
          )}
          {result !== undefined && hits.length === 0 && (
            <div className={styles.place}>
              <Empty icon="search" title={t(nothing, { text })}>
                {result.snapshotsIndexed === 0
                  ? t("search.none")
                  : t(isNarrowed ? "search.nothingNarrowedText" : "search.nothingText")}
              </Empty>
            </div>
          )}
          {hits.length > 0 && (
            <HitList
              handle={list}
              hits={hits}
              allSeries={allSeries}
              text={text}
              startMs={startMs}
              active={Math.min(active, hits.length - 1)}
              onActive={setActive}
              onOpen={openPlace}
              isOld={answer.kind === "ready" && answer.isRefreshing}
            />
          )}
        </div>
        {hit !== undefined && snapshotId !== undefined ? (
          <HitPanel
            repository={repository}
            hit={hit}
            snapshotId={snapshotId}
            sourceId={allSeries.find(({ id }) => id === hit.seriesId)?.sourceId ?? null}
            hostname={allSeries.find(({ id }) => id === hit.seriesId)?.hostname ?? ""}
            onShowVersion={(shown) => setVersion({ of: hit.path, snapshotId: shown })}
            onOpenPlace={() => openPlace(active)}
            onRestore={onRestore}
          />
        ) : (
          <aside className={styles.empty} aria-label={t("side.label")}>
            <p>{t("side.nothing")}</p>
          </aside>
        )}
      </div>
    </>
  );
}

/** How far the names of snapshots have been read. */
function Indexed({ result }: { readonly result: Output<"restore.search"> }) {
  const { t } = useWords();
  const gap = useGap();
  const { snapshotsIndexed, snapshotsTotal, hasMore, hits } = result;
  const words = () => {
    if (snapshotsIndexed === 0 && snapshotsTotal > 0) return t("search.none");
    if (snapshotsIndexed < snapshotsTotal)
      return t("search.indexing", {
        done: formatGrouped(snapshotsIndexed),
        total: formatGrouped(snapshotsTotal),
      });
    return t("search.indexed", { count: snapshotsTotal, n: formatGrouped(snapshotsTotal) });
  };
  return (
    <>
      {words()}
      {hasMore && gap + t("search.more", { n: formatGrouped(hits.length) })}
    </>
  );
}

function useSentence(
  text: string,
  onlyGone: boolean,
  result: Output<"restore.search"> | undefined,
  nothing: string,
): { readonly first: string; readonly rest?: string } {
  const { t } = useWords();
  if (text === "" || result === undefined) return { first: t("search.ready") };
  const count = result.hits.length;
  const n = formatGrouped(count);
  if (count === 0) return { first: nothing };
  if (result.hasMore) return { first: t("search.foundMore", { text, n }) };
  if (onlyGone) return { first: t("search.foundGone", { text, count, n }) };
  const gone = result.hits.filter(({ isGone }) => isGone).length;
  const first = t("search.found", { text, count, n });
  return gone === 0 ? { first } : { first, rest: t("search.gone", { count: gone, n: formatGrouped(gone) }) };
}
