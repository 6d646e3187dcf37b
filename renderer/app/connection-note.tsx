import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { VerdictShape } from "../components/verdict.tsx";
import { transport } from "../host/host.ts";
import { useConnection } from "../host/use-connection.ts";
import styles from "./connection-note.module.css";

/** Says above the page that what it shows may be old, and how to go on. */
export function ConnectionNote() {
  const { t } = useTranslation("shell");
  const connection = useConnection();
  if (connection !== "lost" && connection !== "signed-out") return null;
  const words = connection === "lost" ? "lost" : "signedOut";
  return (
    <div className={styles.note} role="alert">
      <VerdictShape verdict="unknown" size={16} />
      <p>
        <strong>{t(`${words}.title`)}</strong> {t(`${words}.hint`)}
      </p>
      {connection === "lost" ? (
        <Button size="small" onClick={() => transport.reconnect()}>
          {t("lost.now")}
        </Button>
      ) : (
        <a className={styles.link} href={new URL("sign-in", document.baseURI).href}>
          {t("signedOut.button")}
        </a>
      )}
    </div>
  );
}
