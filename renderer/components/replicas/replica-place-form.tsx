import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import { useGap } from "../../words/use-gap.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";
import { PathField } from "../path-field.tsx";
import { folderInside } from "../place/place-draft.ts";
import { PlaceKindField } from "../place/place-kind-field.tsx";
import { RemotePlaceForm } from "../place/remote-place-form.tsx";
import { TextField } from "../text-field.tsx";
import { useFormat } from "../use-format.ts";
import { VerdictShape } from "../verdict.tsx";
import styles from "./replica-place.module.css";
import type { ReplicaPlace } from "./use-replica-place.ts";

type ReplicaPlaceFormProps = {
  readonly place: ReplicaPlace;
  /** Whose copy it is to be, and what the first copy is called. */
  readonly repositoryName: string;
  readonly activeName: string;
};

/** Where another copy of a repository goes: a folder or another machine, what stands there now, and what it is called. */
export function ReplicaPlaceForm({ place, repositoryName, activeName }: ReplicaPlaceFormProps) {
  const { t } = useTranslation("replicas");
  const { remote, use } = place;
  return (
    <div className={styles.form}>
      <PlaceKindField remote={remote} />
      {remote.kind === "folder" ? (
        <>
          <PathField
            label={t("add.location")}
            description={t("add.locationHint")}
            value={place.folder}
            onChange={place.setFolder}
            isForWriting
          />
          <Finding {...{ place, repositoryName, activeName }} />
        </>
      ) : (
        <RemotePlaceForm remote={remote}>
          {use !== undefined && <Finding {...{ place, repositoryName, activeName }} />}
        </RemotePlaceForm>
      )}
      {(use === "new" || use === "existing") && (
        <TextField
          label={t("add.name")}
          description={t("add.nameHint")}
          placeholder={place.name}
          value={place.ownName}
          onChange={place.setName}
        />
      )}
    </div>
  );
}

function Finding({ place, repositoryName, activeName }: ReplicaPlaceFormProps) {
  const { t } = useTranslation(["replicas", "place", "remotePlace"]);
  const format = useFormat();
  const gap = useGap();
  const { finding, use, remote } = place;
  const isFolder = remote.kind === "folder";
  if (finding.kind === "failed") return <ErrorNote error={finding.error} onRetry={finding.retry} />;
  if (finding.kind === "loading" || use === undefined)
    return <p className={styles.looking}>{place.folder.trim() === "" ? "" : t("place:looking")}</p>;
  const { freeBytes, sameDiskAs } = finding.value;
  const isFine = use === "new" || use === "existing";
  const current = (isFolder ? place.folder : remote.form.folder).trim();
  const inside = use === "taken" && current !== "" ? folderInside(current) : undefined;
  const words = [
    ...(isFolder ? [] : [t("remotePlace:answers")]),
    t(`add.use.${use}`, { name: repositoryName }),
    ...(isFine && freeBytes !== null ? [t("place:free", { free: format.bytes(freeBytes) })] : []),
  ];
  return (
    <div className={styles.notes} role="status">
      <div className={styles.note}>
        <VerdictShape verdict={isFine ? "ok" : use === "silent" ? "failed" : "warning"} size={15} />
        <p>{words.join(gap)}</p>
      </div>
      {isFine && sameDiskAs.length > 0 && (
        <div className={styles.note}>
          <VerdictShape verdict="warning" size={15} />
          <p>{t("add.sameDisk", { name: activeName })}</p>
        </div>
      )}
      {use === "silent" && (
        <Button kind="quiet" size="small" onClick={place.lookAgain}>
          {t("place:lookAgain")}
        </Button>
      )}
      {inside !== undefined && (
        <Button
          kind="quiet"
          size="small"
          onClick={() => (isFolder ? place.setFolder(inside) : remote.change({ folder: inside }))}
        >
          {t("place:useInside", { location: printable(inside) })}
        </Button>
      )}
    </div>
  );
}
