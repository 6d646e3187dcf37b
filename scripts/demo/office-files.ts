/** The smallest files that word processors and spreadsheets open. @source ECMA-376, Office Open XML, parts 1 and 2 */
import { writeZip } from "./zip.ts";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const FORMAT = "application/vnd.openxmlformats-officedocument";

export function writeDocument(paragraphs: readonly string[]): Buffer {
  const body = paragraphs
    .map((text) => `<w:p><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`)
    .join("");
  return writeZip([
    contentTypes("/word/document.xml", `${FORMAT}.wordprocessingml.document.main+xml`),
    relations("_rels/.rels", "officeDocument", "word/document.xml"),
    {
      name: "word/document.xml",
      content: `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
  ]);
}

export function writeSheet(rows: readonly (readonly (string | number)[])[]): Buffer {
  const cell = (value: string | number) =>
    typeof value === "number"
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;
  const body = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  return writeZip([
    contentTypes("/xl/workbook.xml", `${FORMAT}.spreadsheetml.sheet.main+xml`, [
      ["/xl/worksheets/sheet1.xml", `${FORMAT}.spreadsheetml.worksheet+xml`],
    ]),
    relations("_rels/.rels", "officeDocument", "xl/workbook.xml"),
    relations("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml"),
    {
      name: "xl/workbook.xml",
      content: `${XML}<workbook xmlns="${main}" xmlns:r="${RELATION}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/worksheets/sheet1.xml",
      content: `${XML}<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`,
    },
  ]);
}

function contentTypes(part: string, type: string, others: readonly (readonly [string, string])[] = []) {
  const overrides = [[part, type] as const, ...others]
    .map(([name, kind]) => `<Override PartName="${name}" ContentType="${kind}"/>`)
    .join("");
  return {
    name: "[Content_Types].xml",
    content: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`,
  };
}

function relations(name: string, type: string, target: string) {
  return {
    name,
    content: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/${type}" Target="${target}"/></Relationships>`,
  };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
