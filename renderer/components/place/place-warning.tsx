import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import { useCall } from "../../host/use-call.ts";
import { useFormat } from "../use-format.ts";
import { VerdictShape } from "../verdict.tsx";
import { isWithin } from "./place-draft.ts";
import styles from "./place-form.module.css";

type PlaceWarningProps = {
  readonly location: string;
  /** What is to be backed up there. */
  readonly sourcePaths: readonly string[];
  /** Those of them that are on the disk of the location. */
  readonly sameDiskAs: readonly string[];
};

/** Says what backups at a location would not survive; nothing where there is nothing to say. */
export function PlaceWarning({ location, sourcePaths, sameDiskAs }: PlaceWarningProps) {
  const { t } = useTranslation("place");
  const format = useFormat();
  const source = sourcePaths.find((path) => isWithin(location, path));
  if (source === undefined && sameDiskAs.length === 0) return null;
  return (
    <div className={styles.note}>
      <VerdictShape verdict="warning" size={15} />
      <p>
        {source === undefined
          ? t("sameDisk", { paths: format.list(sameDiskAs.map(printable)) })
          : t("insideSource", { path: printable(source) })}
      </p>
    </div>
  );
}

/** The same for a place that is known already: it is looked where it is. One that does not answer says so elsewhere. */
export function KnownPlaceWarning({ location, sourcePaths }: Omit<PlaceWarningProps, "sameDiskAs">) {
  const found = useCall("repositories.inspect", {
    ...{ location, password: null, sourcePaths: [...sourcePaths] },
  });
  if (found.kind !== "ready") return null;
  const { sameDiskAs } = found.value;
  return (
    <div className={styles.known} role="status">
      <PlaceWarning {...{ location, sourcePaths, sameDiskAs }} />
    </div>
  );
}
