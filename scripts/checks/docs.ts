/** Whether the paths that documentation names exist, as pure functions over its text. */
import path from "node:path";

export type Document = { readonly path: string; readonly text: string };

// Either a link's target, or a span between single backticks; fenced blocks are taken out before.
const LINK_OR_SPAN = /\]\(([^)\s]+)\)|`([^`\n]+)`/g;
const FENCED_BLOCK = /^(```|~~~)[\s\S]*?^\1/gm;
const SCHEME_OR_ANCHOR = /^(?:[a-z][a-z0-9+.-]*:|#)/i;
const SOURCE_FILE_NAME = /^[\w.-]+\.(?:ts|tsx|js|json|md|yml|css)$/;

/**
 * Finds what documents name but the project does not have. Links count always; spans in backticks only when they look
 * like a path of this project: they start at one of its folders or at `./`, or are the name of a source file.
 *
 * @param documents Markdown, with paths from the project's folder
 * @param files every file of the project, with `/`
 * @returns one sentence per missing path, beginning with the document's path
 */
export function checkDocs(documents: readonly Document[], files: readonly string[]): readonly string[] {
  const known = new Set(files.flatMap((file) => [file, ...foldersAbove(file)]));
  const topFolders = new Set(
    files.filter((file) => file.includes("/")).map((file) => file.split("/", 1)[0] ?? ""),
  );
  const fileNames = new Set(files.map((file) => path.posix.basename(file)));

  const isMissing = (from: string, target: string): boolean => {
    const [withoutAnchor = ""] = target.split("#", 1);
    const clean = path.posix.normalize(withoutAnchor).replace(/\/$/, "");
    const fromHere = path.posix.join(path.posix.dirname(from), clean);
    return !known.has(clean) && !known.has(fromHere);
  };
  const spanIsMissing = (from: string, span: string): boolean => {
    if (SOURCE_FILE_NAME.test(span)) return !fileNames.has(span);
    if (/[\s*<>{}$|]/.test(span) || !span.includes("/")) return false;
    const looksOurs = /^\.{1,2}\//.test(span) || topFolders.has(span.split("/", 1)[0] ?? "");
    return looksOurs && isMissing(from, span);
  };

  return documents.flatMap(({ path: from, text }) =>
    [...text.replace(FENCED_BLOCK, "").matchAll(LINK_OR_SPAN)].flatMap(([, link, span]) => {
      if (link !== undefined && !SCHEME_OR_ANCHOR.test(link) && isMissing(from, link)) {
        return [`${from} links to ${link}, which does not exist`];
      }
      if (span !== undefined && spanIsMissing(from, span))
        return [`${from} names ${span}, which does not exist`];
      return [];
    }),
  );
}

function foldersAbove(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
