import { Checkbox } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import { useGap } from "../../words/use-gap.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";
import { PathField } from "../path-field.tsx";
import { TextField } from "../text-field.tsx";
import { useFormat } from "../use-format.ts";
import { VerdictShape } from "../verdict.tsx";
import { generatePassword } from "./generate-password.ts";
import { betterPlace, hasLittleRoom, isGuessable, isWithin } from "./place-draft.ts";
import styles from "./place-form.module.css";
import { PlaceKindField } from "./place-kind-field.tsx";
import { PlaceWarning } from "./place-warning.tsx";
import { RemoteFinding } from "./remote-finding.tsx";
import { RemotePlaceForm } from "./remote-place-form.tsx";
import type { Place } from "./use-place.ts";

/** Where backups go: a folder or another machine, what stands there now, and the password of the repository in it. */
export function PlaceForm({ place }: { readonly place: Place }) {
  const { t } = useTranslation("place");
  const { draft, remote, change, use, error } = place;
  return (
    <div className={styles.form}>
      <PlaceKindField remote={remote} />
      {remote.kind === "folder" ? (
        <PathField
          label={t("location")}
          description={t("locationHint")}
          value={draft.location}
          onChange={(location) => change({ location, isPasswordKept: false })}
          isForWriting
        />
      ) : (
        <RemotePlaceForm remote={remote}>
          {use !== undefined && <RemoteFinding remote={remote} use={use} />}
        </RemotePlaceForm>
      )}
      {remote.kind === "folder" && <FindingNote place={place} />}
      {(use === "new" || use === "existing") && (
        <TextField
          label={t("name")}
          description={t("nameHint")}
          placeholder={place.name}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
      )}
      {use === "existing" && (
        <TextField
          label={t("existingPassword")}
          value={draft.password}
          onChange={(password) => change({ password })}
          isSecret
        />
      )}
      {use === "new" && <NewPassword place={place} />}
      {error !== undefined && <ErrorNote error={error} />}
    </div>
  );
}

function FindingNote({ place }: { readonly place: Place }) {
  const { t } = useTranslation("place");
  const format = useFormat();
  const gap = useGap();
  const { draft, finding, use, change } = place;
  if (finding.kind === "failed") return <ErrorNote error={finding.error} onRetry={finding.retry} />;
  if (finding.kind === "loading" || use === undefined) {
    return <p className={styles.note}>{draft.location.trim() === "" ? "" : t("looking")}</p>;
  }
  const { freeBytes } = finding.value;
  const isUsable = use === "new" || use === "existing";
  const isTight = isUsable && hasLittleRoom(freeBytes);
  const isFine = isUsable && !isTight;
  const source = place.sourcePaths.find((path) => isWithin(draft.location.trim(), path));
  const better =
    use === "taken" || source !== undefined
      ? betterPlace(draft.location.trim(), place.sourcePaths)
      : undefined;
  return (
    <div className={styles.notes} role="status">
      <div className={styles.note}>
        <VerdictShape verdict={isFine ? "ok" : use === "silent" ? "failed" : "warning"} size={15} />
        <div>
          <p>
            {t(`use.${use}`)}
            {isUsable && freeBytes !== null && gap + t("free", { free: format.bytes(freeBytes) })}
            {isTight && gap + t("littleRoom")}
          </p>
          {use === "silent" && (
            <Button kind="quiet" size="small" onClick={place.lookAgain}>
              {t("lookAgain")}
            </Button>
          )}
        </div>
      </div>
      {use !== "file" && (
        <PlaceWarning
          location={draft.location.trim()}
          sourcePaths={place.sourcePaths}
          sameDiskAs={finding.value.sameDiskAs}
        />
      )}
      {better !== undefined && (
        <Button kind="quiet" size="small" onClick={() => change({ location: better })}>
          {t("useInside", { location: printable(better) })}
        </Button>
      )}
    </div>
  );
}

function NewPassword({ place }: { readonly place: Place }) {
  const { t } = useTranslation("place");
  const { t: common } = useTranslation();
  const { draft, change } = place;
  const [isCopied, setIsCopied] = useState(false);
  const warning = useRef<HTMLDivElement>(null);
  const isShown = draft.password !== "";
  useEffect(() => {
    // in a small window what has to be confirmed would be out of sight
    if (isShown) warning.current?.scrollIntoView({ block: "nearest" });
  }, [isShown]);
  const suggest = (): void => {
    setIsCopied(false);
    change({ password: generatePassword((bytes) => crypto.getRandomValues(bytes)), isPasswordKept: false });
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(draft.password);
    setIsCopied(true);
  };
  return (
    <>
      <div className={styles.password}>
        <TextField
          label={t("password")}
          description={t("passwordHint")}
          value={draft.password}
          onChange={(password) => {
            setIsCopied(false);
            change({ password, isPasswordKept: false });
          }}
          isSecret
          isNewSecret
        />
        <Button icon="key" onClick={suggest}>
          {t("suggest")}
        </Button>
        {isShown && window.isSecureContext && (
          <Button onClick={() => void copy()}>{common(isCopied ? "copied" : "copy")}</Button>
        )}
      </div>
      <div className={styles.warning} ref={warning}>
        <VerdictShape verdict="warning" size={15} />
        <div>
          <p>
            <Trans t={t} i18nKey="warning" components={{ strong: <strong /> }} />
          </p>
          {isShown && (
            <>
              <output className={styles.shown}>{draft.password}</output>
              {isGuessable(draft.password) && <p className={styles.guessable}>{t("guessable")}</p>}
              <Checkbox
                label={t("kept")}
                checked={draft.isPasswordKept}
                onChange={(event) => change({ isPasswordKept: event.currentTarget.checked })}
              />
            </>
          )}
        </div>
      </div>
    </>
  );
}
