import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useAppState } from "../../host/use-app-state.ts";
import { useCall } from "../../host/use-call.ts";
import { CodeDialog } from "./code-dialog.tsx";
import { KitSheet } from "./kit-sheet.tsx";
import type { QrCode } from "./qr-code.ts";
import styles from "./recovery-kit.module.css";

/** One page to print, with which the backups of a repository come back when this computer is gone. */
export function RecoveryKitPage() {
  const { pathname } = useLocation();
  return <Kit key={pathname} id={pathname.split("/")[2]} />; // a code belongs to one repository
}

function Kit({ id }: { readonly id: string | undefined }) {
  const { t } = useTranslation("recoveryKit");
  const navigate = useNavigate();
  const app = useAppState();
  const answer = useCall("repositories.list", {});
  const repository =
    answer.kind === "ready" ? answer.value.repositories.find((one) => one.id === id) : undefined;
  const [code, setCode] = useState<QrCode>();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={styles.window}>
      <header className={styles.bar}>
        <Button icon="chevron-left" onClick={() => navigate("/settings/repositories")}>
          {t("back")}
        </Button>
        <span role="status">{t(code === undefined ? "hint" : "hintWithCode")}</span>
        {repository !== undefined &&
          (code === undefined ? (
            <Button onClick={() => setIsAsking(true)}>{t("code.add")}</Button>
          ) : (
            <Button onClick={() => setCode(undefined)}>{t("code.remove")}</Button>
          ))}
        <Button kind="primary" icon="print" onClick={() => window.print()}>
          {t("print")}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has nothing in it that could take the focus */}
      <main className={styles.desk} tabIndex={0}>
        {answer.kind === "failed" ? (
          <ErrorNote error={answer.error} onRetry={answer.retry} />
        ) : answer.kind === "loading" || app.kind !== "ready" ? (
          <Waiting rows={3} />
        ) : repository === undefined ? (
          <Empty icon="key" title={t("gone")}>
            {t("goneHint")}
          </Empty>
        ) : (
          <KitSheet
            repository={repository}
            hostname={app.value.hostname}
            officeName={app.value.settings.officeName}
            code={code}
          />
        )}
      </main>
      {repository !== undefined && isAsking && (
        <CodeDialog repository={repository} onClose={() => setIsAsking(false)} onCode={setCode} />
      )}
    </div>
  );
}
