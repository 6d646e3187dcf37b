import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useAppState } from "../../host/use-app-state.ts";
import { useCall } from "../../host/use-call.ts";
import { KitSheet } from "./kit-sheet.tsx";
import styles from "./recovery-kit.module.css";

/** One page to print, with which the backups of a repository come back when this computer is gone. */
export function RecoveryKitPage() {
  const { t } = useTranslation("recoveryKit");
  const navigate = useNavigate();
  return (
    <div className={styles.window}>
      <header className={styles.bar}>
        <Button icon="chevron-left" onClick={() => navigate("/settings/repositories")}>
          {t("back")}
        </Button>
        <span>{t("hint")}</span>
        <Button kind="primary" icon="print" onClick={() => window.print()}>
          {t("print")}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has nothing in it that could take the focus */}
      <main className={styles.desk} tabIndex={0}>
        <Kit />
      </main>
    </div>
  );
}

function Kit() {
  const { t } = useTranslation("recoveryKit");
  const { pathname } = useLocation();
  const app = useAppState();
  const answer = useCall("repositories.list", {});
  if (answer.kind === "failed") return <ErrorNote error={answer.error} onRetry={answer.retry} />;
  if (answer.kind === "loading" || app.kind !== "ready") return <Waiting rows={3} />;
  const id = pathname.split("/")[2];
  const repository = answer.value.repositories.find((one) => one.id === id);
  if (repository === undefined)
    return (
      <Empty icon="key" title={t("gone")}>
        {t("goneHint")}
      </Empty>
    );
  const { hostname, settings } = app.value;
  return <KitSheet repository={repository} hostname={hostname} officeName={settings.officeName} />;
}
