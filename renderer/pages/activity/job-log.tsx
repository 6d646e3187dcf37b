import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { JobLogLine, JobView } from "../../../shared/model/job.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { host } from "../../host/host.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import styles from "./job-log.module.css";

const PAGE_SIZE = 500;
const ROW_HEIGHT = 22;
const MOST_ROWS_HIGH = 14;

/** What a job said while it ran. */
export function JobLog({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("activity");
  const log = useInfiniteQuery({
    queryKey: ["jobs.log", job.id],
    queryFn: ({ pageParam, signal }) =>
      host.call("jobs.log", { jobId: job.id, afterNumber: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ lines, hasMore }) => (hasMore ? lines.at(-1)?.number : undefined),
  });
  const lines = log.data?.pages.flatMap((page) => page.lines);
  return (
    <Band heading={t("log")} caption={t("logCaption")}>
      {lines === undefined && log.error === null && <Waiting rows={3} rowHeight={ROW_HEIGHT} />}
      {log.error !== null && <ErrorNote error={toWireError(log.error)} onRetry={() => void log.refetch()} />}
      {lines?.length === 0 && <p className={styles.empty}>{t("logEmpty")}</p>}
      {lines !== undefined && lines.length > 0 && (
        <div
          className={styles.frame}
          style={{ height: Math.min(lines.length, MOST_ROWS_HIGH) * ROW_HEIGHT + 10 }}
        >
          <VirtualRows
            count={lines.length}
            rowHeight={ROW_HEIGHT}
            rowKey={(index) => lines[index]?.number ?? index}
            scrollerProps={{ tabIndex: 0, role: "log", "aria-label": t("log"), "aria-live": "off" }}
            row={(index) => {
              const line = lines[index];
              return line === undefined ? null : <LogLine line={line} />;
            }}
          />
        </div>
      )}
      {log.hasNextPage && (
        <Button
          kind="quiet"
          size="small"
          isBusy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t("logMore")}
        </Button>
      )}
    </Band>
  );
}

function LogLine({ line: { timeMs, level, text, facts } }: { readonly line: JobLogLine }) {
  const { t } = useTranslation("activity");
  const factText =
    facts === null
      ? ""
      : ` ${Object.entries(facts)
          .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join(" ")}`;
  const whole = printable(text + factText);
  return (
    <div className={styles.line} data-level={level} title={whole}>
      <time>{clock(timeMs)}</time>
      <span className={styles.level}>{level === "info" ? "" : t(`level.${level}`)}</span>
      <span className={styles.text}>{whole}</span>
    </div>
  );
}

/** @returns with seconds, as a log needs them: `14:02:09` */
function clock(timeMs: number): string {
  const date = new Date(timeMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
