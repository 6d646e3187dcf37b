import { VerdictShape } from "../../components/verdict.tsx";
import { FailureRate } from "./failure-rate.tsx";
import { bandOf } from "./model/failure-band.ts";
import { type FindingView, useFindingWords } from "./model/use-finding-words.ts";
import { SHAPE_OF_LEVEL } from "./model/verdict-look.ts";
import styles from "./reasons.module.css";
import { WithCode } from "./with-code.tsx";

/** The reasons of a verdict, the worst first: what was read, what it means, what to do, and how often such disks failed. */
export function Reasons({ findings }: { readonly findings: readonly FindingView[] }) {
  return (
    <ul className={styles.reasons}>
      {findings.map((finding, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one code may be there twice, and nothing else names a reason
        <Reason key={`${finding.code} ${n}`} finding={finding} />
      ))}
    </ul>
  );
}

function Reason({ finding }: { readonly finding: FindingView }) {
  const { what, means, todo } = useFindingWords()(finding);
  const band = bandOf(finding);
  return (
    <li className={styles.reason} data-level={finding.level}>
      <span className={styles.shape}>
        <VerdictShape verdict={SHAPE_OF_LEVEL[finding.level]} size={15} />
      </span>
      <div className={styles.words}>
        <p className={styles.what}>
          <WithCode text={what} />
        </p>
        <p className={styles.means}>
          <WithCode text={means} />
        </p>
        <p className={styles.todo}>
          <WithCode text={todo} />
        </p>
      </div>
      {band !== undefined && <FailureRate band={band} />}
    </li>
  );
}
