import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { DrillView } from "../../../../shared/model/drill.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./report-dialog.module.css";

type ReportDialogProps = { readonly drill: DrillView; readonly title: string; readonly onClose: () => void };

/** The report of a drill, to be read here or printed. */
export function ReportDialog({ drill, title, onClose }: ReportDialogProps) {
  const { t } = useTranslation("drills");
  const { t: common } = useTranslation();
  const language = useLanguage();
  const report = useCall("drills.report", { drillId: drill.id, language });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      size={860}
      cancelWord={common("close")}
      actions={
        report.kind === "ready" && (
          <Button kind="primary" icon="print" onClick={() => window.print()}>
            {t("print")}
          </Button>
        )
      }
    >
      {report.kind === "loading" && <Waiting rows={8} rowHeight={28} />}
      {report.kind === "failed" && <ErrorNote error={report.error} onRetry={report.retry} />}
      {report.kind === "ready" && <Report html={report.value.html} />}
    </Dialog>
  );
}

/** Even to read one, the policy of the pages complains. */
const STYLE = /<style>[\s\S]*?<\/style>/g;

/** What the engine wrote as a page of its own; without its style, which the policy of the pages does not let in. */
function Report({ html }: { readonly html: string }) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    const { body } = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
    article.current?.replaceChildren(...body.childNodes);
  }, [html]);
  return <article ref={article} className={styles.report} />;
}
