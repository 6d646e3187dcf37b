import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../shared/ids.ts";
import { AfterRepair } from "../../components/repair/after-repair.tsx";
import styles from "./job-detail.module.css";

type RepairNextProps = { readonly repositoryId: RepositoryId; readonly problemCount: number };

/** What comes after a repair, which is only half of the way: the data itself comes from its sources. */
export function RepairNext({ repositoryId, problemCount }: RepairNextProps) {
  const { t } = useTranslation("repair");
  const isLacking = problemCount > 0;
  return (
    <section className={styles.next}>
      <p className={styles.note}>{t(isLacking ? "nextLacking" : "nextWhole")}</p>
      <div className={styles.actions}>
        <AfterRepair repositoryId={repositoryId} isBackupFirst={isLacking} />
      </div>
    </section>
  );
}
