import type { Output } from "../../../../shared/api/methods.ts";
import type { ErrorCode } from "../../../../shared/errors.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { formatSiBytes } from "../../../../shared/format/si-bytes.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useCall } from "../../../host/use-call.ts";
import { useGap } from "../../../words/use-gap.ts";
import { MOST_PATHS } from "../model/selection.ts";
import { useWords } from "../use-words.ts";
import type { RestoreRequest } from "./restore-request.ts";
import styles from "./selection-bar.module.css";
import { useDownload } from "./use-download.ts";

/** What is said of other errors would frighten for nothing: a share that is away has lost no file. */
const DAMAGE: ReadonlySet<ErrorCode> = new Set([
  "BLOB_CORRUPT",
  "BLOB_MISSING",
  "TREE_BROKEN",
  "PACK_HEADER_BROKEN",
  "OBJECT_CORRUPT",
  "OBJECT_MISSING",
  "ENTRY_BROKEN",
]);

type SelectionBarProps = {
  readonly request: RestoreRequest;
  readonly onClear: () => void;
  readonly onRestore: () => void;
  /** Undefined where the newest is looked at. */
  readonly onCompare: (() => void) | undefined;
};

/** At the foot of the page once something is chosen: what it comes to, and what can be done with it. */
export function SelectionBar({ request, onClear, onRestore, onCompare }: SelectionBarProps) {
  const { t } = useWords();
  const gap = useGap();
  const { repositoryId, snapshotId, paths } = request;
  const isTooMany = paths.length > MOST_PATHS;
  const measure = useCall(
    "restore.measure",
    { repositoryId, snapshotId, paths: [...paths].sort().slice(0, MOST_PATHS) },
    { isEnabled: !isTooMany, keepsPrevious: true },
  );
  const { download, isRunning, error, clearError } = useDownload();
  const off = isTooMany ? { offBecause: t("bar.tooMany", { n: formatGrouped(MOST_PATHS) }) } : {};
  return (
    <section className={styles.bar} aria-label={t("bar.label")} data-region="selection" data-unsaved="">
      {error !== undefined && (
        <div className={styles.error}>
          <ErrorNote
            error={error}
            actions={
              <Button size="small" kind="quiet" onClick={clearError}>
                {t("result.close")}
              </Button>
            }
          />
        </div>
      )}
      <div className={styles.line}>
        <p className={styles.words} role="status">
          {isTooMany && <strong>{t("bar.tooMany", { n: formatGrouped(MOST_PATHS) })}</strong>}
          {!isTooMany && measure.kind === "ready" && (
            <Measured measured={measure.value} isOld={measure.isRefreshing} />
          )}
          {!isTooMany && measure.kind !== "ready" && (
            <>
              <strong>{t("bar.chosen", { count: paths.length, n: formatGrouped(paths.length) })}</strong>
              {gap}
              {measure.kind === "loading" && t("bar.counting")}
              {measure.kind === "failed" &&
                t(DAMAGE.has(measure.error.code) ? "bar.damaged" : "bar.uncounted")}
            </>
          )}
        </p>
        <Button kind="quiet" onClick={onClear}>
          {t("bar.clear")}
        </Button>
        <span className={styles.wide}>
          <Button
            icon="download"
            isBusy={isRunning}
            onClick={() => void download({ repositoryId, snapshotId, paths: [...paths] })}
            {...off}
          >
            {t("bar.download")}
          </Button>
        </span>
        <span className={styles.small}>
          <Button
            icon="download"
            label={t("bar.download")}
            isBusy={isRunning}
            onClick={() => void download({ repositoryId, snapshotId, paths: [...paths] })}
            {...off}
          />
        </span>
        {onCompare !== undefined && (
          <Button icon="compare" onClick={onCompare}>
            {t("bar.compareNewest")}
          </Button>
        )}
        <Button kind="primary" onClick={onRestore} {...off}>
          {t("bar.restore")}
        </Button>
      </div>
    </section>
  );
}

type MeasuredProps = { readonly measured: Output<"restore.measure">; readonly isOld: boolean };

function Measured({ measured: { files, folders, bytes, goneToday }, isOld }: MeasuredProps) {
  const { t } = useWords();
  const gap = useGap();
  const chosen =
    files > 0 || folders === 0
      ? t("bar.files", { count: files, n: formatGrouped(files), size: formatSiBytes(bytes) })
      : t("bar.folders", { count: folders, n: formatGrouped(folders) });
  const gone = () => {
    if (goneToday === null || files === 0) return "";
    if (goneToday === 0) return t("bar.noneGone", { count: files });
    return goneToday >= files
      ? t("bar.allGone", { count: files })
      : t("bar.gone", { count: goneToday, n: formatGrouped(goneToday) });
  };
  return (
    <>
      <strong>{chosen}</strong>
      {gap}
      {isOld ? t("bar.counting") : gone()}
    </>
  );
}
