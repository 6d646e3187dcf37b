import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { Dialog } from "../../../components/dialog.tsx";

/**
 * Whether backups go to another place than when a dialog was opened. What it asked is over then: by its button they would go on to a
 * place that nobody has asked for. @param isAsked the move is the one that was asked for in it
 */
export function useHasMoved({ activeId }: FailoverView, isAsked: boolean): boolean {
  const [openedAt] = useState(activeId);
  return !isAsked && activeId !== openedAt;
}

type MovedMeanwhileProps = { readonly name: string; readonly onClose: () => void };

/** Stands where the question stood. */
export function MovedMeanwhile({ name, onClose }: MovedMeanwhileProps) {
  const { t } = useTranslation(["replicas", "common"]);
  const place = printable(name);
  return (
    <Dialog isOpen onClose={onClose} title={t("moved.title", { place })} cancelWord={t("common:close")}>
      <p>{t("moved.text", { place })}</p>
    </Dialog>
  );
}
