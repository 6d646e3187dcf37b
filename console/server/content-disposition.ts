/** What RFC 5987 lets stand as it is in `filename*`; everything else is written as `%41`. */
const NOT_ATTRIBUTE_CHAR = /['()*]/g;
/** Separators of folders, what turns the direction of writing, and what cannot be seen. */
const UNWANTED = /[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The header that lets a browser save what it is sent, under a name from a repository, which may be anything.
 *
 * @source RFC 6266, "Use of the Content-Disposition Header Field in HTTP"; RFC 5987 for `filename*`
 */
export function contentDisposition(fileName: string): string {
  const name = fileName.toWellFormed().replace(UNWANTED, "_") || "download";
  // for browsers that do not know the other form; a % would be taken for an escape by some of them
  const plain = name.replace(/[^ -~]|["%]/gu, "_");
  const encoded = encodeURIComponent(name).replace(
    NOT_ATTRIBUTE_CHAR,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
