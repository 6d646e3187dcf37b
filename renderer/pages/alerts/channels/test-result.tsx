import { useTranslation } from "react-i18next";
import type { DeliveryOutcome } from "../../../../shared/model/alert-channel.ts";
import { deliveryProblemWords } from "../../../../shared/words/delivery-problems.ts";
import { Icon } from "../../../components/icon.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./channels.module.css";

/** How a test went, with what the other side said. */
export function TestResult({ outcome }: { readonly outcome: DeliveryOutcome }) {
  const { t } = useTranslation("telling");
  const language = useLanguage();
  if (outcome.kind === "delivered") {
    return (
      <p className={styles.result} role="status">
        <Icon name="tick" size={14} />
        <span>
          {outcome.answer === ""
            ? t("channels.delivered")
            : t("channels.deliveredAnswer", { answer: outcome.answer })}
        </span>
      </p>
    );
  }
  const { message, hint } = deliveryProblemWords(outcome.problem, language);
  return (
    <div className={styles.result} role="alert">
      <VerdictShape verdict="failed" size={14} />
      <div>
        <p>{message}</p>
        {outcome.answer !== "" && <p>{t("channels.answer", { answer: outcome.answer })}</p>}
        <p className={styles.hint}>{hint}</p>
      </div>
    </div>
  );
}
