import type { FileReader } from "../../platform/file-reader.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { lockPage } from "./database-header.ts";
import type { OpenSidecar } from "./open-sidecars.ts";
import type { OverlayPages } from "./overlay-pages.ts";

export type ImageParts = {
  readonly path: RawPath;
  /** Of the file, open for as long as the image. */
  readonly descriptor: number;
  readonly files: FileReader;
  /** What `files` reads into. */
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly lockTimeoutMs: number;
};

/** Pages that stand beside the file. */
export type Overlay = {
  readonly sidecar: OpenSidecar;
  readonly pages: OverlayPages;
  /** Asked after reading there: false when what was read may be something else, and all of it is in the file by now. */
  isStillThere(): boolean;
};

/**
 * The pages of a log or a journal over those of the file.
 *
 * @param fileBytes how long the database is when there are none
 */
export function mergePages(
  pageSizeBytes: number,
  fileBytes: number,
  beside: Overlay | undefined,
  { descriptor, files, memory }: ImageParts,
) {
  const unused = lockPage(pageSizeBytes);
  let overlay = beside;

  /** What is beyond the file's end reads as zeros: pages that never were written. */
  function readFile(offset: number, start: number, end: number): void {
    let position = start;
    while (position < end) {
      const count = files.read(descriptor, offset + position - start, end - position, position);
      if (count === 0) break;
      position += count;
    }
    memory.fill(0, offset + position - start, offset + end - start);
  }

  function readAroundUnused(offset: number, start: number, end: number): void {
    const [first, last] = [
      Math.min(Math.max(unused.start, start), end),
      Math.max(Math.min(unused.end, end), start),
    ];
    if (first >= last) {
      readFile(offset, start, end);
      return;
    }
    readFile(offset, start, first);
    memory.fill(0, offset + first - start, offset + last - start);
    readFile(offset + last - start, last, end);
  }

  /** @returns false when the pages are no longer there */
  function layOver(
    { pages, sidecar, isStillThere }: Overlay,
    offset: number,
    start: number,
    end: number,
  ): boolean {
    let index = pages.indexOf(Math.floor(start / pageSizeBytes) + 1);
    const first = index;
    for (; index < pages.count; index += 1) {
      const pageStart = (pages.pageAt(index) - 1) * pageSizeBytes;
      if (pageStart >= end) break;
      const [begin, stop] = [Math.max(pageStart, start), Math.min(pageStart + pageSizeBytes, end)];
      let at = begin;
      while (at < stop) {
        const count = files.read(
          sidecar.descriptor,
          offset + at - start,
          stop - at,
          pages.positionAt(index) + at - pageStart,
        );
        if (count === 0) return false;
        at += count;
      }
    }
    return index === first || isStillThere();
  }

  return {
    sizeBytes: beside === undefined ? fileBytes : beside.pages.pageCount * pageSizeBytes,
    read(offset: number, length: number, position: number) {
      const end = position + length;
      readAroundUnused(offset, position, end);
      if (overlay === undefined || layOver(overlay, offset, position, end)) return;
      overlay = undefined;
      readAroundUnused(offset, position, end);
    },
    isOverlayGone: () => overlay === undefined,
  };
}
