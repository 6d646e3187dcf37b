import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LocationFinding } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { PathField } from "../../components/path-field.tsx";
import { placeUseOf } from "../../components/place/place-draft.ts";
import { PlaceKindField } from "../../components/place/place-kind-field.tsx";
import { RemoteFinding } from "../../components/place/remote-finding.tsx";
import { RemotePlaceForm } from "../../components/place/remote-place-form.tsx";
import { useRemotePlace } from "../../components/place/use-remote-place.ts";
import { TextField } from "../../components/text-field.tsx";
import { VerdictShape } from "../../components/verdict.tsx";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import styles from "./settings-dialog.module.css";

/** Takes a repository that exists, restic's too, into the catalog: its place and its password suffice. */
export function OpenRepositoryDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [folder, setFolder] = useState("");
  const remote = useRemotePlace();
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const [finding, setFinding] = useState<LocationFinding>();
  const inspect = useAct("repositories.inspect");
  const open = useAct("repositories.open");
  const isFolder = remote.kind === "folder";
  /** Undefined while nobody knows where it is, or whether that can be reached. */
  const location = isFolder ? folder.trim() || undefined : remote.finding && remote.draft;
  const isFilled = location !== undefined && [password, name].every((text) => text.trim() !== "");
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    setFinding(undefined);
    inspect.clearError();
    open.clearError();
  };
  const submit = async () => {
    if (!isFilled || location === undefined) return;
    const found = await inspect.run({ location, password });
    setFinding(found);
    if (found?.kind !== "repository" || found.isKnown) return;
    if ((await open.run({ name, location, password })) !== undefined) onClose();
  };
  const error = inspect.error ?? open.error;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("open.title")}
      size={520}
      actions={
        <Button
          kind="primary"
          isBusy={inspect.isRunning || open.isRunning}
          offBecause={isFilled ? undefined : t(isFolder ? "open.wanting" : "open.wantingTest")}
          onClick={() => void submit()}
        >
          {t("open.deed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("open.text")}</p>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <PlaceKindField remote={remote} />
        {isFolder ? (
          <PathField
            label={t("open.location")}
            description={t("open.locationHint")}
            value={folder}
            onChange={change(setFolder)}
          />
        ) : (
          <RemotePlaceForm remote={remote}>
            {remote.finding !== undefined && (
              <RemoteFinding remote={remote} use={placeUseOf(remote.finding)} />
            )}
          </RemotePlaceForm>
        )}
        <TextField label={t("open.password")} value={password} onChange={change(setPassword)} isSecret />
        <TextField
          label={t("open.name")}
          description={t("open.nameHint")}
          value={name}
          onChange={change(setName)}
        />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
      {error !== undefined && <ErrorNote error={error} />}
      {finding !== undefined && <Finding finding={finding} />}
    </Dialog>
  );
}

const FINDINGS = {
  "empty-folder": "open.emptyFolder",
  "nothing-there": "open.nothingThere",
  "other-files": "open.otherFiles",
  file: "open.file",
  unreachable: "open.unreachable",
} as const;

/** What stands in the way of opening what was found; nothing when nothing does. */
function Finding({ finding }: { readonly finding: LocationFinding }) {
  const { t } = useTranslation("settings");
  const gap = useGap();
  if (finding.kind === "repository") {
    if (!finding.isKnown) return null;
    return (
      <p className={styles.finding} role="alert">
        <VerdictShape verdict="info" size={15} />
        <strong>{t("open.known")}</strong>
      </p>
    );
  }
  return (
    <p className={styles.finding} role="alert">
      <VerdictShape verdict={finding.kind === "unreachable" ? "unknown" : "warning"} size={15} />
      <span>
        <strong>{t(FINDINGS[finding.kind])}</strong>
        {gap}
        {t("open.notARepository")}
      </span>
    </p>
  );
}
