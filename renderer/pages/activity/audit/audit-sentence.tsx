import { useTranslation } from "react-i18next";
import type { AuditVerification } from "../../../../shared/model/audit.ts";
import { Button } from "../../../components/button.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { useFormat } from "../../../components/use-format.ts";
import type { CallState } from "../../../host/use-call.ts";

/** Whether the trail is as it was written. What is not proved yet is not called whole. */
export function AuditSentence({ proof }: { readonly proof: CallState<AuditVerification> }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  if (proof.kind === "loading")
    return <Sentence verdict="info" first={`${t("checking")}…`} rest={t("checkingText")} />;
  if (proof.kind === "failed") {
    return (
      <Sentence
        verdict="unknown"
        first={t("uncheckable")}
        actions={<Button onClick={proof.retry}>{t("checkAgain")}</Button>}
      />
    );
  }
  const { verdict, records, firstMs } = proof.value;
  if (verdict === "broken") return <Sentence verdict="failed" first={t("broken")} rest={t("brokenText")} />;
  if (records === 0) return <Sentence verdict="info" first={t("empty")} />;
  return (
    <Sentence
      verdict="ok"
      first={t("whole", { count: records })}
      {...(firstMs === null ? {} : { rest: t("since", { when: format.date(firstMs, "long") }) })}
    />
  );
}
