import { useEffect, useRef, useState } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { useWords } from "../use-words.ts";
import { bytesOf } from "./bytes-of.ts";
import styles from "./preview.module.css";

type PdfPreviewProps = { readonly base64: string; readonly label: string };

/** A sheet on the table. */
const SHEET_WIDTH = 296;

/** The first page of a PDF. */
export function PdfPreview({ base64, label }: PdfPreviewProps) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<{ readonly pages?: number; readonly failure?: "broken" | "notLoaded" }>(
    {},
  );
  useEffect(() => {
    const stop = new AbortController();
    setState({});
    const draw = async () => {
      // large, and not needed before the first PDF
      const drawing = await import("./draw-pdf.ts").catch(() => undefined);
      if (stop.signal.aborted || canvas.current === null) return;
      if (drawing === undefined) return setState({ failure: "notLoaded" });
      const width = SHEET_WIDTH * window.devicePixelRatio;
      const pages = await drawing.drawFirstPage(bytesOf(base64), canvas.current, width, stop.signal);
      if (!stop.signal.aborted) setState({ pages });
    };
    draw().catch(() => {
      if (!stop.signal.aborted) setState({ failure: "broken" });
    });
    return () => stop.abort();
  }, [base64]);
  if (state.failure !== undefined) return <p className={styles.words}>{t(`preview.${state.failure}`)}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <div className={styles.sheet} tabIndex={0}>
        <canvas ref={canvas} role="img" aria-label={label} data-drawn={state.pages !== undefined} />
      </div>
      {state.pages !== undefined && state.pages > 1 && (
        <p className={styles.cut}>
          {t("preview.pages", { count: state.pages, n: formatGrouped(state.pages) })}
        </p>
      )}
    </>
  );
}
