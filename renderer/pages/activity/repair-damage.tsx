import { useTranslation } from "react-i18next";
import type { JobView } from "../../../shared/model/job.ts";
import { RepairButton } from "../../components/repair/repair-button.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Verdict } from "../../components/verdict.tsx";
import { useCall } from "../../host/use-call.ts";
import styles from "./job-detail.module.css";

/** Offers to repair what a check found, as long as no later check has proved that it is gone. */
export function RepairDamage({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("repair");
  const format = useFormat();
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : [];
  const repository = repositories.find(({ id }) => id === job.repositoryId);
  if (repository === undefined || repository.damageFoundMs === null) return null;
  return (
    <section className={styles.next}>
      <p className={styles.note}>
        <Verdict
          verdict="failed"
          word={t("found", { when: format.momentInText(repository.damageFoundMs) })}
          size={14}
        />
      </p>
      <div className={styles.actions}>
        <RepairButton repositoryId={repository.id} name={repository.name} kind="primary" />
      </div>
    </section>
  );
}
