import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import { Button } from "../../../components/button.tsx";
import { ConnectionDialog } from "./connection-dialog.tsx";
import styles from "./disk-page.module.css";

/** How smartctl reaches the disk, and where that is chosen. Nothing where it cannot be chosen. */
export function ConnectionRow({ disk }: { readonly disk: DiskView }) {
  const { t } = useTranslation("storage");
  const [isOpen, setIsOpen] = useState(false);
  const { given, takesType } = disk.connection;
  if (!takesType) return null;
  const type = given ?? disk.place.deviceType;
  return (
    <>
      <dt>{t("connection.name")}</dt>
      <dd className={styles.connection}>
        {type === null ? t("connection.auto") : <code>{printable(type)}</code>}
        {given !== null && t("connection.chosen")}
        <Button kind="quiet" size="small" onClick={() => setIsOpen(true)}>
          {t("connection.change")}
        </Button>
        {isOpen && <ConnectionDialog disk={disk} onClose={() => setIsOpen(false)} />}
      </dd>
    </>
  );
}
