import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { MiddleText } from "../middle-text.tsx";
import { useFolderChooser } from "../path-field.tsx";
import { TextField } from "../text-field.tsx";
import styles from "./paths-field.module.css";

type PathsFieldProps = {
  readonly paths: readonly string[];
  readonly onChange: (paths: readonly string[]) => void;
};

/** A list of folders and files of this machine: chosen, or typed. */
export function PathsField({ paths, onChange }: PathsFieldProps) {
  const { t } = useTranslation("source");
  const chooser = useFolderChooser();
  const [typed, setTyped] = useState("");
  const add = (path: string): void => {
    const clean = path.trim();
    if (clean !== "" && !paths.includes(clean)) onChange([...paths, clean]);
  };
  return (
    <fieldset className={styles.field}>
      <legend>{t("paths")}</legend>
      <ul>
        {paths.map((path) => (
          <li key={path} className={styles.path}>
            <Icon name="folder" size={15} />
            <MiddleText text={path} />
            <Button
              kind="quiet"
              size="small"
              icon="x"
              label={t("removePath", { path })}
              onClick={() => onChange(paths.filter((other) => other !== path))}
            />
          </li>
        ))}
      </ul>
      <div className={styles.add}>
        <Button icon="plus" onClick={() => chooser.choose(add)}>
          {t("addFolder")}
        </Button>
        <form
          className={styles.typed}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            add(typed);
            setTyped("");
          }}
        >
          <TextField label={t("typePath")} value={typed} onChange={setTyped} />
          <Button type="submit">{t("addPath")}</Button>
        </form>
      </div>
      {chooser.dialog()}
    </fieldset>
  );
}
