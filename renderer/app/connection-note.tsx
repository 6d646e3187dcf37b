import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { Button } from "../components/button.tsx";
import { VerdictShape } from "../components/verdict.tsx";
import { transport } from "../host/host.ts";
import type { Connection } from "../host/transport.ts";
import { useConnection } from "../host/use-connection.ts";
import { useIsOutdated } from "../host/use-is-outdated.ts";
import { useGap } from "../words/use-gap.ts";
import styles from "./connection-note.module.css";

/** Says above the page that what it shows, or the page itself, may be old, and how to go on. */
export function ConnectionNote() {
  const { t } = useTranslation("shell");
  const gap = useGap();
  const connection = useConnection();
  const isOutdated = useIsOutdated();
  const { pathname, search } = useLocation();
  const words = wordsOf(connection, isOutdated);
  if (words === undefined) return null;
  return (
    <div className={styles.note} role="alert">
      <VerdictShape verdict="unknown" size={16} />
      <p>
        <strong>{t(`${words}.title`)}</strong>
        {gap}
        {t(words === "outdated" ? "outdated.later" : `${words}.hint`)}
      </p>
      {words === "lost" && (
        <Button size="small" onClick={() => transport.reconnect()}>
          {t("lost.now")}
        </Button>
      )}
      {words === "signedOut" && (
        // who has signed in comes back to this page
        <a className={styles.link} href={new URL(`sign-in#${pathname}${search}`, document.baseURI).href}>
          {t("signedOut.button")}
        </a>
      )}
      {words === "outdated" && (
        <Button size="small" onClick={() => window.location.reload()}>
          {t("outdated.again")}
        </Button>
      )}
    </div>
  );
}

function wordsOf(connection: Connection, isOutdated: boolean): "lost" | "signedOut" | "outdated" | undefined {
  if (connection === "lost") return "lost";
  if (connection === "signed-out") return "signedOut";
  return isOutdated ? "outdated" : undefined;
}
