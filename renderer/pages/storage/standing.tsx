import type { ArrayVerdict, DiskVerdict } from "../../../shared/model/health-verdict.ts";
import { verdictWords } from "../../../shared/words/verdicts.ts";
import { Icon } from "../../components/icon.tsx";
import { VerdictShape } from "../../components/verdict.tsx";
import { useLanguage } from "../../words/use-language.ts";
import { SHAPE_OF } from "./model/verdict-look.ts";
import styles from "./standing.module.css";

type Verdict = DiskVerdict | ArrayVerdict;

/** A verdict on a disk, an array or a controller: shape and word. What is fine is a quiet tick. */
export function Standing({ verdict, size = 14 }: { readonly verdict: Verdict; readonly size?: number }) {
  const word = useVerdictWord();
  return (
    <span className={styles.standing} data-verdict={verdict}>
      {verdict === "ok" ? (
        <Icon name="tick" size={size} />
      ) : (
        <VerdictShape verdict={SHAPE_OF[verdict]} size={size} />
      )}
      <span>{word(verdict)}</span>
    </span>
  );
}

/** @returns what makes the word for a verdict as it stands alone: `Failing`, `即将失效` */
export function useVerdictWord(): (verdict: Verdict) => string {
  const language = useLanguage();
  return (verdict) => {
    const word = verdictWords[language][verdict];
    return word.charAt(0).toUpperCase() + word.slice(1);
  };
}
