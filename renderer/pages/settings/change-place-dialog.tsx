import { useTranslation } from "react-i18next";
import { REMOTE_PLACE_KINDS } from "../../../shared/model/remote-place.ts";
import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { placeUseOf } from "../../components/place/place-draft.ts";
import { PlaceKindField } from "../../components/place/place-kind-field.tsx";
import { RemoteFinding } from "../../components/place/remote-finding.tsx";
import { EMPTY_REMOTE, remoteFormOf } from "../../components/place/remote-form.ts";
import { RemotePlaceForm } from "../../components/place/remote-place-form.tsx";
import { type EditedPlace, useRemotePlace } from "../../components/place/use-remote-place.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import styles from "./settings-dialog.module.css";

type ChangePlaceDialogProps = {
  readonly repository: RepositoryView;
  /** On another machine. */
  readonly replica: Replica;
  readonly onClose: () => void;
  /** The repository was found there. */
  readonly onSaved: () => void;
};

/** Gives a repository on another machine another address, or what that machine is signed in to with now. */
export function ChangePlaceDialog(props: ChangePlaceDialogProps) {
  const { repository, replica, onClose } = props;
  const { t } = useTranslation("remotePlace");
  const known = useCall("repositories.place", { repositoryId: repository.id, replicaId: replica.id });
  if (known.kind === "ready") {
    const { view } = known.value;
    const edited = view === null ? undefined : { replicaId: replica.id, ...view };
    return <OpenChangePlaceDialog {...props} edited={edited} />;
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("editTitle", { name: repository.name })}
      size={560}
      actions={null}
    >
      {known.kind === "failed" ? (
        <ErrorNote error={known.error} onRetry={known.retry} />
      ) : (
        <Waiting rows={3} rowHeight={44} />
      )}
    </Dialog>
  );
}

type OpenProps = ChangePlaceDialogProps & {
  /** Undefined where the key store does not know it any more. */
  readonly edited: EditedPlace | undefined;
};

function OpenChangePlaceDialog({ repository, replica, onClose, onSaved, edited }: OpenProps) {
  const { t } = useTranslation(["remotePlace", "place"]);
  const remote = useRemotePlace(
    {
      kind: edited?.place.kind ?? replica.kind,
      form: edited === undefined ? EMPTY_REMOTE : remoteFormOf(edited.place),
    },
    edited,
  );
  const set = useAct("repositories.setPlace");
  const { finding, draft } = remote;
  const use = finding === undefined ? undefined : placeUseOf(finding);
  const isThere = finding?.kind === "repository";
  const save = async () => {
    if (draft === undefined || !isThere) return;
    const ids = { repositoryId: repository.id, replicaId: replica.id };
    if ((await set.run({ ...ids, location: draft })) === undefined) return;
    onSaved();
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("editTitle", { name: repository.name })}
      size={560}
      actions={
        <Button
          kind="primary"
          isBusy={set.isRunning}
          offBecause={isThere ? undefined : t(finding === undefined ? "testFirst" : "notThere")}
          onClick={() => void save()}
        >
          {t("save")}
        </Button>
      }
    >
      <p className={styles.text}>{t("editText", { name: repository.name })}</p>
      {edited === undefined && <p className={styles.text}>{t("editUnknown")}</p>}
      <div className={styles.fields}>
        <PlaceKindField remote={remote} kinds={REMOTE_PLACE_KINDS} />
        <RemotePlaceForm remote={remote}>
          {use !== undefined && <RemoteFinding remote={remote} use={use} isExpected />}
        </RemotePlaceForm>
      </div>
      {set.error !== undefined && <ErrorNote error={set.error} />}
    </Dialog>
  );
}
