import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button.tsx";
import { signOut } from "../../host/sign-out.ts";
import styles from "./setting-row.module.css";

/** Ends the session of this browser. */
export function SignOutRow() {
  const { t } = useTranslation("settings");
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const onSignOut = async (): Promise<void> => {
    setState("busy");
    if (!(await signOut())) setState("failed");
  };
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <strong>{t("signOut.label")}</strong>
        <p id="sign-out-hint">{t("signOut.hint")}</p>
        <p role="alert">{state === "failed" && t("signOut.failed")}</p>
      </div>
      <div className={styles.control}>
        <Button aria-describedby="sign-out-hint" isBusy={state === "busy"} onClick={() => void onSignOut()}>
          {t("signOut.button")}
        </Button>
      </div>
    </div>
  );
}
