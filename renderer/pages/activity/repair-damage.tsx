import type { JobView } from "../../../shared/model/job.ts";
import { AfterRepair } from "../../components/repair/after-repair.tsx";
import { DamageVerdict } from "../../components/repair/damage-verdict.tsx";
import { RepairButton } from "../../components/repair/repair-button.tsx";
import { useCall } from "../../host/use-call.ts";
import styles from "./job-detail.module.css";

/** Offers to repair what a check found, and after that what proves it, as long as no later check has. */
export function RepairDamage({ job }: { readonly job: JobView }) {
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : [];
  const repository = repositories.find(({ id }) => id === job.repositoryId);
  if (repository === undefined || repository.damageFoundMs === null) return null;
  return (
    <section className={styles.next}>
      <p className={styles.note}>
        <DamageVerdict repository={repository} />
      </p>
      <div className={styles.actions}>
        {repository.repair === null ? (
          <RepairButton repositoryId={repository.id} name={repository.name} kind="primary" />
        ) : (
          <AfterRepair repositoryId={repository.id} isBackupFirst={repository.repair.isLacking} />
        )}
      </div>
    </section>
  );
}
