import type { Ref } from "react";
import { Button } from "../../../components/button.tsx";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { folderOf, nameOf } from "../model/tree-path.ts";
import { useWords } from "../use-words.ts";
import styles from "./file-list.module.css";
import type { FolderQuery } from "./folder-reader.ts";
import type { FolderState } from "./use-folder.ts";

type FolderMessageProps = {
  readonly folder: FolderState;
  readonly query: FolderQuery;
  /** Undefined at the top. */
  readonly onUp: (() => void) | undefined;
  readonly onShowAll: () => void;
  readonly place: Ref<HTMLDivElement>;
};

/** What stands where a list would: that it is on its way, that there is nothing, or what is wrong. */
export function FolderMessage({ folder, query, onUp, onShowAll, place }: FolderMessageProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key goes up here as well as in the list
    <div
      ref={place}
      className={styles.place}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Backspace" || onUp === undefined) return;
        event.preventDefault();
        onUp();
      }}
    >
      <Message folder={folder} query={query} onUp={onUp} onShowAll={onShowAll} />
    </div>
  );
}

function Message({ folder, query, onUp, onShowAll }: Omit<FolderMessageProps, "place">) {
  const { t } = useWords();
  if (folder.kind === "loading") return <Waiting rows={10} rowHeight={32} />;
  if (folder.kind === "failed") {
    if (folder.error.code !== "PATH_NOT_IN_SNAPSHOT" || onUp === undefined) {
      return <ErrorNote error={folder.error} onRetry={folder.retry} />;
    }
    return (
      <Empty
        icon="gone"
        title={t("files.notHereTitle")}
        action={
          <Button onClick={onUp}>{t("files.goUp", { folder: nameOf(folderOf(query.path)) || "/" })}</Button>
        }
      >
        {t("files.notHereText")}
      </Empty>
    );
  }
  const isFiltered = folder.query.onlyDifferent;
  return (
    <Empty
      icon="folder"
      title={t(isFiltered ? "files.nothingDiffersTitle" : "files.emptyTitle")}
      action={isFiltered && <Button onClick={onShowAll}>{t("files.showAll")}</Button>}
    >
      {t(isFiltered ? "files.nothingDiffersText" : "files.emptyText")}
    </Empty>
  );
}
