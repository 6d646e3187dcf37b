import { useWords } from "../use-words.ts";
import styles from "./preview.module.css";

type PdfPreviewProps = { readonly base64: string; readonly label: string };

export function PdfPreview(_props: PdfPreviewProps) {
  const { t } = useWords();
  return <p className={styles.words}>{t("preview.notShown")}</p>;
}
