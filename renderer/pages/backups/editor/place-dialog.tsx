import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { PlaceForm } from "../../../components/place/place-form.tsx";
import { usePlace } from "../../../components/place/use-place.ts";

type PlaceDialogProps = {
  readonly isOpen: boolean;
  /** What is to be backed up there. */
  readonly sourcePaths: readonly string[];
  readonly onClose: () => void;
  readonly onReady: (repository: RepositoryView) => void;
};

/** Makes another place for backups, or opens one that is there. */
export function PlaceDialog({ isOpen, ...rest }: PlaceDialogProps) {
  // what was typed last time, a password above all, does not stay
  return isOpen ? <OpenPlaceDialog {...rest} /> : null;
}

function OpenPlaceDialog({ onClose, onReady, sourcePaths }: Omit<PlaceDialogProps, "isOpen">) {
  const { t } = useTranslation(["place", "remotePlace"]);
  const place = usePlace(sourcePaths);
  const offBecause = place.remote.kind === "folder" ? t("notComplete") : t("remotePlace:missingForPlace");
  const onMake = async (): Promise<void> => {
    const made = await place.make();
    if (made !== undefined) onReady(made);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dialogTitle")}
      size={600}
      actions={
        <Button
          kind="primary"
          onClick={() => void onMake()}
          isBusy={place.isMaking}
          {...(place.isComplete ? {} : { offBecause })}
        >
          {t(place.use === "existing" ? "open" : "make")}
        </Button>
      }
    >
      <PlaceForm place={place} />
    </Dialog>
  );
}
