import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";
import { HostKeyCheck } from "../ssh/host-key-check.tsx";
import { RemoteFields } from "./remote-fields.tsx";
import styles from "./remote-place-form.module.css";
import type { RemotePlaceState } from "./use-remote-place.ts";

type RemotePlaceFormProps = {
  readonly remote: RemotePlaceState;
  /** What comes of a test that reached the place. */
  readonly children?: ReactNode;
};

/** A place on another machine: where it is, how to sign in, and a test that reaches it before anything is made or saved. */
export function RemotePlaceForm({ remote, children }: RemotePlaceFormProps) {
  const { t } = useTranslation("remotePlace");
  const { kind, form, isTesting, shownKey, error, finding } = remote;
  const results = useInView(shownKey?.key ?? error ?? finding);
  if (kind === "folder") return null;
  const isKeyChanged = error?.code === "REMOTE_KEY_CHANGED";
  return (
    <>
      <p className={styles.intro}>{t(`intro.${kind}`)}</p>
      <RemoteFields remote={remote} />
      <div className={styles.test}>
        <Button isBusy={isTesting} onClick={() => void remote.test()}>
          {t("test")}
        </Button>
        <p className={styles.note} role="status">
          {isTesting ? t("testing") : ""}
        </p>
      </div>
      <div ref={results} className={styles.results}>
        {shownKey !== undefined && (
          <div className={styles.key}>
            <p>{t("keyIntro")}</p>
            <HostKeyCheck
              hostKey={shownKey.key}
              pinned={shownKey.pinned}
              isCompared={isTesting}
              onCompared={() => void remote.trust(shownKey.key)}
            />
          </div>
        )}
        {error !== undefined && (
          <ErrorNote
            error={error}
            actions={
              isKeyChanged && (
                <Button size="small" onClick={() => void remote.askAgain()}>
                  {t("keyChanged")}
                </Button>
              )
            }
          />
        )}
        {finding !== undefined && kind === "sftp" && form.hostKey !== null && (
          <p className={styles.trusted}>{t("trusted", { key: form.hostKey })}</p>
        )}
        {children}
      </div>
    </>
  );
}

/** Brings what a test showed into view, which may be below what fits. @param seen the newest of it; undefined for nothing */
function useInView(seen: unknown) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (seen !== undefined) element.current?.scrollIntoView({ block: "nearest" });
  }, [seen]);
  return element;
}
