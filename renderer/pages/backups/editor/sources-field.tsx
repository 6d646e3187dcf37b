import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceId } from "../../../../shared/ids.ts";
import { contentsOf, type Source } from "../../../../shared/model/source.ts";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { SourceDialog } from "../../../components/source/source-dialog.tsx";
import { useFormat } from "../../../components/use-format.ts";
import styles from "./sources-field.module.css";

type SourcesFieldProps = {
  readonly sources: readonly Source[];
  readonly chosen: readonly SourceId[];
  readonly onChange: (chosen: readonly SourceId[]) => void;
};

/** Which sources a plan backs up; new ones are made on the way. */
export function SourcesField({ sources, chosen, onChange }: SourcesFieldProps) {
  const { t } = useTranslation("backups");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [edited, setEdited] = useState<Source | "new">();
  const toggle = (id: SourceId) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <div>
      <ul className={styles.sources}>
        {sources.map((source) => (
          <li key={source.id} className={styles.source}>
            <Checkbox
              aria-label={source.name}
              checked={chosen.includes(source.id)}
              onChange={() => toggle(source.id)}
            />
            <Icon name={source.icon} />
            <button type="button" className={styles.words} onClick={() => toggle(source.id)} tabIndex={-1}>
              <span className={styles.name}>{source.name}</span>
              <span className={styles.paths} title={format.names(contentsOf(source))}>
                {format.names(contentsOf(source))}
              </span>
            </button>
            <Button
              kind="quiet"
              size="small"
              aria-label={t("editor.editSource", { name: source.name })}
              onClick={() => setEdited(source)}
            >
              {common("edit")}
            </Button>
          </li>
        ))}
      </ul>
      <Button icon="plus" onClick={() => setEdited("new")}>
        {t("editor.addSource")}
      </Button>
      {edited !== undefined && (
        <SourceDialog
          source={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={(source) => {
            setEdited(undefined);
            if (!chosen.includes(source.id)) onChange([...chosen, source.id]);
          }}
          onRemoved={(id) => {
            setEdited(undefined);
            onChange(chosen.filter((other) => other !== id));
          }}
        />
      )}
    </div>
  );
}
