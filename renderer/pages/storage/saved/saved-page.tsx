import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MAX_SAVED_OUTPUT_LENGTH } from "../../../../shared/model/health-explained.ts";
import { Button } from "../../../components/button.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { ExplainedView } from "./explained-view.tsx";
import { readOutput, type SavedOutput } from "./read-output.ts";
import styles from "./saved.module.css";

type SavedPageProps = {
  /** What was dropped or chosen last. */
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
};

/** Judges a file that holds what a tool has printed, as if Backstay had run the tool. Nothing of it is kept. */
export function SavedPage({ file, onFile }: SavedPageProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const output = useOutput(file);
  if (file === undefined) {
    return (
      <Page
        sentence={
          <Sentence
            verdict="info"
            first={t("saved.sentence")}
            rest={t("saved.rest")}
            context={t("saved.context")}
            actions={<Back />}
          />
        }
      >
        <div className={styles.place}>
          <p>{t("saved.drop")}</p>
          <ChooseFile word={t("saved.choose")} onFile={onFile} />
          <p>{t("saved.kinds")}</p>
        </div>
      </Page>
    );
  }
  const { name } = file;
  const another = <ChooseFile word={t("saved.another")} onFile={onFile} />;
  if (output?.kind === "text") {
    return (
      <ExplainedView
        name={name}
        text={output.text}
        actions={
          <>
            {another}
            <Back />
          </>
        }
      />
    );
  }
  if (output === undefined) {
    return <Page sentence={<Sentence verdict="info" first={`${t("saved.judging", { name })}…`} />} />;
  }
  const isLarge = output.kind === "too-large";
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t(isLarge ? "saved.tooLarge" : "saved.unreadableFile", { name })}
          context={
            isLarge
              ? t("saved.tooLargeHint", { size: format.bytes(MAX_SAVED_OUTPUT_LENGTH) })
              : t("saved.unreadableFileHint")
          }
          actions={another}
        />
      }
    />
  );
}

function Back() {
  const { t } = useTranslation("storage");
  return <LinkButton to="/storage">{t("gone.back")}</LinkButton>;
}

/** @returns what is in the file; undefined while it is read */
function useOutput(file: File | undefined): SavedOutput | undefined {
  const [read, setRead] = useState<{ file: File; output: SavedOutput }>();
  useEffect(() => {
    if (file === undefined) return undefined;
    let isOld = false;
    void readOutput(file).then((output) => {
      if (!isOld) setRead({ file, output });
    });
    return () => {
      isOld = true;
    };
  }, [file]);
  return read !== undefined && read.file === file ? read.output : undefined;
}

function ChooseFile({ word, onFile }: { readonly word: string; readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className={styles.file}
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = ""; // the same file may be chosen again, after it was written anew
          if (file !== undefined) onFile(file);
        }}
      />
      <Button icon="file" onClick={() => input.current?.click()}>
        {word}
      </Button>
    </>
  );
}
