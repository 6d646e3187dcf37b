import { useEffect, useState } from "react";
import { printable } from "../../../../shared/format/printable.ts";
import type { Preview as PreviewOf } from "../../../../shared/model/browse.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { nameOf } from "../model/tree-path.ts";
import { useDownload } from "../restore/use-download.ts";
import { useWords } from "../use-words.ts";
import { bytesOf } from "./bytes-of.ts";
import { PdfPreview } from "./pdf-preview.tsx";
import styles from "./preview.module.css";

type PreviewProps = {
  readonly repositoryId: RepositoryView["id"];
  readonly snapshotId: SnapshotView["id"];
  readonly path: TreePath;
};

/** How a file of a snapshot looks. What is in it is never run and never taken for HTML. */
export function Preview({ repositoryId, snapshotId, path }: PreviewProps) {
  const { t } = useWords();
  const preview = useCall("restore.preview", { repositoryId, snapshotId, path });
  const label = t("preview.label", { name: nameOf(path) });
  return (
    <section className={styles.preview} aria-label={label}>
      {preview.kind === "loading" && <Waiting rows={2} rowHeight={32} />}
      {preview.kind === "failed" && preview.error.code === "PATH_NOT_IN_SNAPSHOT" && (
        <p className={styles.words}>{t("side.notInThis")}</p>
      )}
      {preview.kind === "failed" && preview.error.code !== "PATH_NOT_IN_SNAPSHOT" && (
        <div className={styles.failed}>
          <ErrorNote error={preview.error} onRetry={preview.retry} />
        </div>
      )}
      {preview.kind === "ready" && preview.value.kind === "none" && (
        <div className={styles.none}>
          <p>{t(WORDS[preview.value.why])}</p>
          {preview.value.why !== "no-file" && <DownloadButton {...{ repositoryId, snapshotId, path }} />}
        </div>
      )}
      {preview.kind === "ready" && preview.value.kind !== "none" && (
        <Content key={`${snapshotId} ${path}`} preview={preview.value} label={label} />
      )}
    </section>
  );
}

const WORDS = {
  "too-large": "preview.tooLarge",
  "not-shown": "preview.notShown",
  empty: "preview.empty",
  "no-file": "preview.noFile",
} as const;

type Shown = Exclude<PreviewOf, { kind: "none" }>;

function Content({ preview, label }: { readonly preview: Shown; readonly label: string }) {
  const { t } = useWords();
  switch (preview.kind) {
    case "text":
      return (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <pre className={styles.text} tabIndex={0}>
            {visible(preview.text)}
          </pre>
          {preview.isCut && <p className={styles.cut}>{t("preview.cut")}</p>}
        </>
      );
    case "image":
      return <Picture base64={preview.base64} mediaType={preview.mediaType} label={label} />;
    case "pdf":
      return <PdfPreview base64={preview.base64} label={label} />;
  }
}

/** Keeps lines and tabs, and makes every other hidden character visible. */
function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.split("\t").map(printable).join("\t"))
    .join("\n");
}

/** What cannot be shown here can be looked at elsewhere. */
function DownloadButton({ repositoryId, snapshotId, path }: PreviewProps) {
  const { t } = useWords();
  const { download, isRunning, error } = useDownload();
  return (
    <>
      <Button
        size="small"
        icon="download"
        isBusy={isRunning}
        onClick={() => void download({ repositoryId, snapshotId, paths: [path] })}
      >
        {t("preview.download")}
      </Button>
      {error !== undefined && <ErrorNote error={error} />}
    </>
  );
}

type PictureProps = { readonly base64: string; readonly mediaType: string; readonly label: string };

function Picture({ base64, mediaType, label }: PictureProps) {
  const { t } = useWords();
  const [isBroken, setIsBroken] = useState(false);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    setIsBroken(false);
    const made = URL.createObjectURL(new Blob([bytesOf(base64)], { type: mediaType }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [base64, mediaType]);
  if (isBroken) return <p className={styles.words}>{t("preview.broken")}</p>;
  if (address === undefined) return null;
  return <img className={styles.image} src={address} alt={label} onError={() => setIsBroken(true)} />;
}
