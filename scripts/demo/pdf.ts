/**
 * A letter-like PDF: a heading and lines of text on as many pages as they need.
 *
 * @param lines text in Latin characters; what WinAnsiEncoding lacks becomes a question mark
 * @source ISO 32000-1: objects, a cross-reference table with 20 bytes per entry, a font that every viewer has
 */
export function writePdf(heading: string, lines: readonly string[]): Buffer {
  const pages = paginate(lines);
  const pageIds = pages.map((_, n) => 5 + n * 2);
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((page, n) => {
      const content = pageContent(n === 0 ? heading : "", page, `${n + 1} / ${pages.length}`);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${6 + n * 2} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return Buffer.from(assemble(objects), "latin1");
}

const LINES_PER_PAGE = 42;

function paginate(lines: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (let n = 0; n < Math.max(1, lines.length); n += LINES_PER_PAGE)
    pages.push(lines.slice(n, n + LINES_PER_PAGE));
  return pages;
}

function pageContent(heading: string, lines: readonly string[], foot: string): string {
  const title = heading === "" ? "" : `BT /F2 17 Tf 62 772 Td (${pdfText(heading)}) Tj ET\n`;
  const body = lines.map((line) => `(${pdfText(line)}) Tj T*`).join("\n");
  return `${title}BT /F1 10.5 Tf 15 TL 62 738 Td\n${body}\nET\nBT /F1 8 Tf 62 48 Td (${pdfText(foot)}) Tj ET`;
}

/** Characters of WinAnsiEncoding beyond Latin-1 that our texts use. */
const EXTRA: Readonly<Record<string, string>> = { "€": "\x80", "–": "\x96", "“": "\x93", "”": "\x94" };

function pdfText(text: string): string {
  return text
    .replace(/[^\x20-\x7e\xa0-\xff]/gu, (character) => EXTRA[character] ?? "?")
    .replace(/[\\()]/g, (character) => `\\${character}`);
}

function assemble(objects: readonly string[]): string {
  let text = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  const offsets: number[] = [];
  for (const [n, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  return `${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}
