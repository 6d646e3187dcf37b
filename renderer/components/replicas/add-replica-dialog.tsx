import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import styles from "./replica-place.module.css";
import { ReplicaPlaceForm } from "./replica-place-form.tsx";
import { useAddReplica } from "./use-add-replica.ts";
import { useReplicaPlace } from "./use-replica-place.ts";

type AddReplicaDialogProps = {
  readonly repository: RepositoryView;
  readonly onClose: () => void;
  /** The copying to it has begun. */
  readonly onAdded: (name: string) => void;
};

/** Gives a repository another place: an empty one that is filled, or one that holds a copy already. */
export function AddReplicaDialog({ repository, onClose, onAdded }: AddReplicaDialogProps) {
  const { t } = useTranslation("replicas");
  const active = repository.replicas.find(({ role }) => role === "active");
  const place = useReplicaPlace(active?.kind === "folder" ? active.location : undefined);
  const { run, isRunning, error, clearError } = useAddReplica(repository.id);
  const isFolder = place.remote.kind === "folder";
  const name = printable(repository.name);
  const changed = JSON.stringify([place.folder, place.ownName, place.remote.kind]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused is no news once something else is typed
  useEffect(clearError, [changed]);
  const submit = async () => {
    if (place.where === undefined || isRunning) return;
    const added = await run(place);
    if (added === undefined) return;
    onAdded(added.replica.name);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("add.title", { name })}
      size={560}
      actions={
        <Button
          kind="primary"
          isBusy={isRunning}
          offBecause={
            place.where === undefined ? t(isFolder ? "add.missingFolder" : "add.missingTest") : undefined
          }
          onClick={() => void submit()}
        >
          {t(place.use === "existing" ? "add.adopt" : "add.make")}
        </Button>
      }
    >
      <p className={styles.text}>{t("add.text", { name })}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ReplicaPlaceForm
          place={place}
          repositoryName={name}
          activeName={printable(active?.name ?? repository.name)}
        />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
      {isRunning && (
        <p className={styles.working} role="status">
          {t("add.working")}
        </p>
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
