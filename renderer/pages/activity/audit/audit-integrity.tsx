import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { AuditAnchorView, AuditVerification } from "../../../../shared/model/audit.ts";
import { auditWords } from "../../../../shared/words/audit-words.ts";
import { Band } from "../../../components/band.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { type VerdictName, VerdictShape } from "../../../components/verdict.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./audit-detail.module.css";

const VERDICTS: Readonly<Record<AuditAnchorView["state"], VerdictName>> = {
  ...{ agrees: "ok", "cut-off": "failed", differs: "failed", none: "info", unreachable: "unknown" },
};

/** What the proof goes by, and what to keep for the next one. */
export function AuditIntegrity({ proof }: { readonly proof: AuditVerification }) {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const say = auditWords[language];
  const { fault, anchors, head } = proof;
  return (
    <Band heading={t("integrity")} caption={t("integrityCaption")}>
      <ul className={styles.anchors}>
        {fault !== null && (
          <li>
            <VerdictShape verdict="failed" />
            {say.faults[fault.reason](fault.number)}
          </li>
        )}
        {anchors.map((anchor) => (
          <Anchor key={`${anchor.where} ${anchor.name}`} anchor={anchor} />
        ))}
      </ul>
      {head !== null && (
        <>
          <p>{t("head")}</p>
          <p className={styles.head}>{`${head.number}:${head.hash}`}</p>
          <p className={styles.hint}>{t("headHint")}</p>
        </>
      )}
      <p className={styles.hint}>{t("proves")}</p>
    </Band>
  );
}

function Anchor({ anchor: { where, name, state, number, atMs } }: { readonly anchor: AuditAnchorView }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const say = auditWords[useLanguage()];
  const facts = [
    ...(number === null ? [] : [t("upTo", { number })]),
    ...(atMs === null ? [] : [format.moment(atMs)]),
  ];
  return (
    <li>
      <VerdictShape verdict={VERDICTS[state]} />
      <span>{say.anchor(where, printable(name))}</span>
      <span>{say.anchorStates[state]}</span>
      {facts.length > 0 && <small>{facts.join(" · ")}</small>}
    </li>
  );
}
