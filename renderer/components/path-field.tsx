import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "../host/use-act.ts";
import { useAppState } from "../host/use-app-state.ts";
import { Button } from "./button.tsx";
import { FolderPicker } from "./folder-picker.tsx";
import styles from "./path-field.module.css";
import { TextField } from "./text-field.tsx";

type PathFieldProps = {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly description?: ReactNode;
  readonly problem?: ReactNode;
  readonly placeholder?: string;
  /** The folder is written to: new ones may be made. */
  readonly isForWriting?: boolean;
};

/** A folder of the machine Backstay runs on: typed, or chosen from a list. */
export function PathField({ isForWriting = false, ...field }: PathFieldProps) {
  const chooser = useFolderChooser();
  const { t } = useTranslation();
  return (
    <div className={styles.field}>
      <div className={styles.text}>
        <TextField {...field} />
      </div>
      <Button icon="folder" onClick={() => chooser.choose(field.onChange)}>
        {t("folderPicker.choosePlace")}
      </Button>
      {chooser.dialog({ startPath: field.value, isForWriting })}
    </div>
  );
}

type DialogOptions = { readonly startPath?: string; readonly isForWriting?: boolean };

/** Lets a person choose a folder: by the system's dialog in the desktop application, else from our own list. */
export function useFolderChooser() {
  const state = useAppState();
  const ask = useAct("folders.choose");
  const [onChosen, setOnChosen] = useState<((path: string) => void) | undefined>();
  const hasDialog = state.kind === "ready" && state.value.hasFolderDialog;
  return {
    choose(use: (path: string) => void): void {
      if (!hasDialog) {
        setOnChosen(() => use);
        return;
      }
      void ask.run({}).then((answer) => {
        if (answer?.path) use(answer.path);
      });
    },
    dialog({ startPath, isForWriting = false }: DialogOptions = {}): ReactNode {
      if (onChosen === undefined) return null;
      return (
        <FolderPicker
          startPath={startPath || undefined}
          isForWriting={isForWriting}
          onClose={() => setOnChosen(undefined)}
          onChoose={(path) => {
            setOnChosen(undefined);
            onChosen(path);
          }}
        />
      );
    },
  };
}
