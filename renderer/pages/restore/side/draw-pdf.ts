/** Draws the first page of a PDF, in a worker of its own. Nothing a PDF brings is run: no script, no form, no link. */
import { GlobalWorkerOptions, getDocument } from "pdfjs-dist";
import PdfWorker from "pdfjs-dist/build/pdf.worker.min.mjs?worker";

/** Larger than any screen; a hostile page may say that it is a kilometre wide. */
const MOST_PIXELS = 4_000_000;

/**
 * @param widthPixels how wide the page shall be
 * @param signal stops it, without an error
 * @returns how many pages there are
 * @throws what the library says about a broken or locked document
 */
export async function drawFirstPage(
  bytes: Uint8Array<ArrayBuffer>,
  canvas: HTMLCanvasElement,
  widthPixels: number,
  signal: AbortSignal,
): Promise<number> {
  GlobalWorkerOptions.workerPort ??= new PdfWorker();
  const loading = getDocument({
    data: bytes,
    useWasm: false, // a strict content security policy forbids to compile it
    enableXfa: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await loading.promise;
    const page = await document.getPage(1);
    const { width, height } = page.getViewport({ scale: 1 });
    const scale = Math.min(widthPixels / width, Math.sqrt(MOST_PIXELS / (width * height)));
    const viewport = page.getViewport({ scale });
    if (signal.aborted) return document.numPages;
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    const drawing = page.render({ canvas, viewport });
    const stop = () => drawing.cancel();
    signal.addEventListener("abort", stop);
    try {
      await drawing.promise;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
    return document.numPages;
  } finally {
    await loading.destroy();
  }
}
