import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AUDIT_ACTORS, type AuditVerification } from "../../../../shared/model/audit.ts";
import { auditWords } from "../../../../shared/words/audit-words.ts";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useHeld } from "../../../components/use-held.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { type CallState, useCall } from "../../../host/use-call.ts";
import { useLanguage } from "../../../words/use-language.ts";
import pageStyles from "../activity-page.module.css";
import { ActivityTabs } from "../activity-tabs.tsx";
import detailStyles from "../job-detail.module.css";
import { AuditDetail } from "./audit-detail.tsx";
import { AuditIntegrity } from "./audit-integrity.tsx";
import { AuditList } from "./audit-list.tsx";
import { AuditSentence } from "./audit-sentence.tsx";
import { type AuditFilter, useAudit } from "./use-audit.ts";

/** What was done and by whom, and whether the record of it is whole. */
export function AuditPanel() {
  const { t } = useTranslation("audit");
  const language = useLanguage();
  const [filter, setFilter] = useState<AuditFilter>("all");
  const proof = useCall("audit.verify", {});
  return (
    <div className={pageStyles.page}>
      <AuditSentence proof={proof} />
      <ActivityTabs open="audit" />
      <section className={pageStyles.filters} aria-label={t("filters")} data-region="filters">
        <NativeSelect
          label={t("who")}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value as AuditFilter)}
          data={[
            { value: "all", label: t("everybody") },
            ...AUDIT_ACTORS.map((actor) => ({ value: actor, label: auditWords[language].actors[actor] })),
          ]}
        />
      </section>
      <Panes filter={filter} proof={proof} />
    </div>
  );
}

type PanesProps = { readonly filter: AuditFilter; readonly proof: CallState<AuditVerification> };

function Panes({ filter, proof }: PanesProps) {
  const { t } = useTranslation("audit");
  const source = useAudit(filter);
  const [wanted, setWanted] = useState<number>();
  const { entries } = source;
  const isThere = (one: number) => entries?.some(({ number }) => number === one) === true;
  const chosen = wanted !== undefined && isThere(wanted) ? wanted : undefined;
  const shown = useHeld(chosen, entries?.[0]?.number, isThere);
  if (entries === undefined) {
    return (
      <div className={pageStyles.alone}>
        {source.error === undefined ? (
          <Waiting rows={8} rowHeight={53} label={`${t("reading")}…`} />
        ) : (
          <ErrorNote error={source.error} onRetry={source.retry} />
        )}
      </div>
    );
  }
  if (entries.length === 0) {
    return (
      <div className={pageStyles.alone}>
        <Empty icon="filter" title={t(filter === "all" ? "empty" : "noMatch")}>
          {filter === "all" ? t("checkingText") : t("noMatchText")}
        </Empty>
      </div>
    );
  }
  const selected = entries.find(({ number }) => number === shown);
  return (
    <div className={pageStyles.panes}>
      <AuditList entries={entries} source={source} selected={selected} onSelect={setWanted} />
      <article
        className={detailStyles.detail}
        data-region="detail"
        aria-label={t("tab.audit")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a record may have nothing in it to go to by keys
        tabIndex={0}
      >
        {selected !== undefined && <AuditDetail entry={selected} />}
        {proof.kind === "ready" && <AuditIntegrity proof={proof.value} />}
      </article>
    </div>
  );
}
