import { Checkbox } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { useFolderChooser } from "../../components/path-field.tsx";
import { lastPart } from "../../components/source/source-draft.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { freeName, type SetUpSource, suggestedSources } from "./suggested-sources.ts";
import styles from "./what-step.module.css";

type WhatStepProps = {
  /** Undefined until the suggestions are there. */
  readonly sources: readonly SetUpSource[] | undefined;
  readonly onChange: (sources: readonly SetUpSource[]) => void;
};

/** Which folders are protected: some are suggested, others added. */
export function WhatStep({ sources, onChange }: WhatStepProps) {
  const { t } = useTranslation("setUp");
  const { t: common } = useTranslation();
  const places = useCall("folders.places", {});
  const chooser = useFolderChooser();
  const found = places.kind === "ready" ? places.value.places : undefined;
  useEffect(() => {
    if (sources !== undefined || found === undefined) return;
    onChange(suggestedSources(found, (kind) => common(`folderPicker.place.${kind}`)));
  }, [sources, found, onChange, common]);
  const list = sources ?? [];
  const add = (path: string): void => {
    const known = list.find((source) => source.path === path);
    if (known !== undefined) {
      onChange(list.map((source) => (source === known ? { ...source, isChosen: true } : source)));
      return;
    }
    const name = freeName(
      lastPart(path),
      list.map((source) => source.name),
    );
    onChange([...list, { path, name, icon: "folder", isChosen: true }]);
  };
  return (
    <div className={styles.what}>
      {places.kind === "failed" && <ErrorNote error={places.error} onRetry={places.retry} />}
      {places.kind === "loading" && <Waiting rows={3} rowHeight={56} />}
      {list.length > 0 && (
        <ul className={styles.list}>
          {list.map((source) => (
            <li key={source.path} data-chosen={source.isChosen}>
              <Checkbox
                checked={source.isChosen}
                onChange={() =>
                  onChange(
                    list.map((other) => (other === source ? { ...other, isChosen: !other.isChosen } : other)),
                  )
                }
                aria-label={source.name}
                id={`source-${source.path}`}
              />
              <label htmlFor={`source-${source.path}`} className={styles.label}>
                <Icon name={source.icon} size={20} />
                <span className={styles.words}>
                  <b>{source.name}</b>
                  <span className={styles.path}>
                    <MiddleText text={source.path} />
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <Button icon="plus" onClick={() => chooser.choose(add)}>
        {t("what.add")}
      </Button>
      {chooser.dialog()}
      <p className={styles.hint}>{t("what.hint")}</p>
    </div>
  );
}
