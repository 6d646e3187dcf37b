import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { AuditEntry, AuditFacts, AuditSubject } from "../../../../shared/model/audit.ts";
import { actionWords, auditWords, factParts } from "../../../../shared/words/audit-words.ts";
import { Band } from "../../../components/band.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { audit as english } from "../../../words/en/audit.ts";
import { useLanguage } from "../../../words/use-language.ts";
import headStyles from "../job-detail.module.css";
import styles from "./audit-detail.module.css";
import { verdictOfEntry } from "./audit-list.tsx";

/** One record with all that it holds. */
export function AuditDetail({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const language = useLanguage();
  const say = auditWords[language];
  const { number, atMs, actor, action, subjects, facts, outcome } = entry;
  const jobId = jobOf(entry);
  return (
    <>
      <header className={headStyles.head}>
        <VerdictShape verdict={verdictOfEntry(entry)} size={22} />
        <div>
          <h2>{actionWords(action, language)}</h2>
          <p>
            {[
              printable(say.who(actor)),
              format.moment(atMs),
              say.outcome(entry),
              t("number", { number }),
            ].join(" · ")}
          </p>
        </div>
        {jobId !== undefined && (
          <LinkButton to={`/activity/${jobId}`} size="small">
            {t("openJob")}
          </LinkButton>
        )}
      </header>
      {subjects.length > 0 && (
        <Band heading={t("about")}>
          <dl className={styles.facts}>
            {subjects.map((subject) => (
              <SubjectRow key={`${subject.kind} ${subject.id}`} subject={subject} />
            ))}
          </dl>
        </Band>
      )}
      <Band heading={t("facts")}>
        {Object.keys(facts).length === 0 ? (
          <p className={styles.hint}>{t("nothingMore")}</p>
        ) : (
          <Facts facts={facts} />
        )}
      </Band>
      {outcome !== null && Object.keys(outcome.facts).length > 0 && (
        <Band heading={t("outcomeFacts")}>
          <Facts facts={outcome.facts} />
        </Band>
      )}
    </>
  );
}

function SubjectRow({ subject: { kind, id, name } }: { readonly subject: AuditSubject }) {
  const { t } = useTranslation("audit");
  return (
    <>
      <dt>{isKind(kind) ? t(`kinds.${kind}`) : t("otherKind")}</dt>
      <dd>{printable(name === "" ? id : name)}</dd>
    </>
  );
}

function isKind(kind: string): kind is keyof typeof english.kinds {
  return Object.hasOwn(english.kinds, kind);
}

function Facts({ facts }: { readonly facts: AuditFacts }) {
  const language = useLanguage();
  return (
    <dl className={styles.facts}>
      {Object.entries(facts).map(([key, value]) => {
        const [name, text] = factParts(key, value, language);
        return <FactRow key={key} name={printable(name)} text={printable(text)} />;
      })}
    </dl>
  );
}

function FactRow({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

/** The job that it was about, or that came of it. */
function jobOf({ subjects, outcome }: AuditEntry): string | undefined {
  const jobId = outcome?.facts.jobId;
  return typeof jobId === "string" ? jobId : subjects.find(({ kind }) => kind === "job")?.id;
}
