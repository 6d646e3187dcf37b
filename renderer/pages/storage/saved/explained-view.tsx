import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ExplainedOutput } from "../../../../shared/model/health-explained.ts";
import { VERDICTS_FROM_THE_WORST } from "../../../../shared/model/health-verdict.ts";
import { Band } from "../../../components/band.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { SHAPE_OF } from "../model/verdict-look.ts";
import { Reasons } from "../reasons.tsx";
import { Standing } from "../standing.tsx";
import styles from "./saved.module.css";

type ExplainedViewProps = { readonly name: string; readonly text: string; readonly actions: ReactNode };

/** What a saved output says: the worst as a sentence, then each disk, array and controller with its reasons. */
export function ExplainedView({ name, text, actions }: ExplainedViewProps) {
  const { t } = useTranslation("storage");
  const answer = useCall("health.explain", { text });
  if (answer.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("saved.judging", { name })}…`} />}>
        <Waiting rows={3} />
      </Page>
    );
  }
  if (answer.kind === "failed") {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} actions={actions} />}>
        <ErrorNote error={answer.error} onRetry={answer.retry} />
      </Page>
    );
  }
  const { kind, severity, subjects } = answer.value;
  const sentence =
    kind === null ? (
      <Sentence
        verdict="unknown"
        first={t("saved.unknownKind", { name })}
        rest={t("saved.unknownKindRest")}
        context={t("saved.kinds")}
        actions={actions}
      />
    ) : (
      <Sentence
        verdict={SHAPE_OF[worstVerdict(subjects)]}
        first={t(`saved.result.${severity}`, { name })}
        context={t("saved.takenFor", { kind })}
        actions={actions}
      />
    );
  return (
    <Page sentence={sentence}>
      {subjects.length === 0 && <p className={styles.nothing}>{t("saved.nothing")}</p>}
      {subjects.map((subject, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two disks of one output may have no name at all
        <Subject key={`${subject.kind} ${subject.id} ${n}`} subject={subject} />
      ))}
      {severity === "ok" && <p className={styles.note}>{t("disk.quarter")}</p>}
    </Page>
  );
}

/** Of nothing at all nobody knows how it is. */
function worstVerdict(subjects: ExplainedOutput["subjects"]) {
  return (
    VERDICTS_FROM_THE_WORST.find((verdict) => subjects.some((one) => one.verdict === verdict)) ?? "unknown"
  );
}

function Subject({ subject }: { readonly subject: ExplainedOutput["subjects"][number] }) {
  const { t } = useTranslation("storage");
  const { kind, id, verdict, findings } = subject;
  return (
    <Band heading={t(`saved.subject.${kind}`, { id: printable(id) })} end={<Standing verdict={verdict} />}>
      {findings.length === 0 ? (
        <p className={styles.nothing}>{t("saved.noReasons")}</p>
      ) : (
        <Reasons findings={findings} />
      )}
    </Band>
  );
}
