import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../../shared/ids.ts";
import type { Retention } from "../../../../shared/model/plan.ts";
import type { Source } from "../../../../shared/model/source.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useCall } from "../../../host/use-call.ts";
import {
  KEEP_EVERYTHING,
  presetOf,
  RETENTION_KEYS,
  type RetentionPreset,
  STANDARD_RETENTION,
} from "./plan-draft.ts";
import styles from "./retention-field.module.css";
import { RetentionStrip } from "./retention-strip.tsx";

type RetentionFieldProps = {
  readonly value: Retention;
  readonly onChange: (retention: Retention) => void;
  readonly repositoryId: RepositoryId | undefined;
  /** Those the plan backs up. */
  readonly sources: readonly Source[];
};

/** How many snapshots of each kind are kept, and what that means for those there are. */
export function RetentionField({ value, onChange, repositoryId, sources }: RetentionFieldProps) {
  const { t } = useTranslation("backups");
  const preset = presetOf(value);
  const choose = (chosen: RetentionPreset): void => {
    if (chosen === "standard") onChange(STANDARD_RETENTION);
    else if (chosen === "everything") onChange(KEEP_EVERYTHING);
    else if (preset !== "own") onChange({ ...STANDARD_RETENTION, last: 3 });
  };
  return (
    <div className={styles.field}>
      <div className={styles.counts}>
        <NativeSelect
          label={t("retention.preset")}
          value={preset}
          onChange={(event) => choose(event.currentTarget.value as RetentionPreset)}
          data={(["standard", "everything", "own"] as const).map((key) => ({
            value: key,
            label: t(`retention.${key}`),
          }))}
        />
        {preset !== "everything" &&
          RETENTION_KEYS.map((key) => (
            <TextInput
              key={key}
              className={styles.count ?? ""}
              label={t(`retention.${key}`)}
              aria-label={t("retention.number", { which: t(`retention.${key}`) })}
              inputMode="numeric"
              value={value[key] ?? ""}
              onChange={({ currentTarget: { value: text } }) => {
                const digits = text.replaceAll(/\D/g, "").slice(0, 5);
                onChange({ ...value, [key]: digits === "" ? null : Number(digits) });
              }}
            />
          ))}
      </div>
      {preset === "everything" ? (
        <p className={styles.hint}>{t("retention.everythingHint")}</p>
      ) : (
        repositoryId !== undefined &&
        sources.length > 0 && <Preview retention={value} repositoryId={repositoryId} sources={sources} />
      )}
    </div>
  );
}

type PreviewProps = {
  readonly retention: Retention;
  readonly repositoryId: RepositoryId;
  readonly sources: readonly Source[];
};

function Preview({ retention, repositoryId, sources }: PreviewProps) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const preview = useCall(
    "plans.previewRetention",
    { repositoryId, sourceIds: sources.map(({ id }) => id), retention },
    { keepsPrevious: true },
  );
  if (preview.kind === "failed") return <ErrorNote error={preview.error} onRetry={preview.retry} />;
  if (preview.kind === "loading") return null;
  const series = preview.value.series.filter(({ snapshots }) => snapshots.length > 0);
  if (series.length === 0) return <p className={styles.hint}>{t("retention.noneYet")}</p>;
  return (
    <div className={styles.preview}>
      <p className={styles.hint}>{t("retention.preview")}</p>
      {series.map(({ sourceId, snapshots }) => {
        const name = sources.find(({ id }) => id === sourceId)?.name ?? "";
        const kept = snapshots.filter(({ isKept }) => isKept).length;
        const words = t("retention.previewOf", { name, kept: format.count(kept), count: snapshots.length });
        return (
          <div key={sourceId} className={styles.series}>
            <span>{words}</span>
            <RetentionStrip snapshots={snapshots} label={words} />
          </div>
        );
      })}
    </div>
  );
}
