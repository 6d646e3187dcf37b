import { printable } from "../../shared/format/printable.ts";
import { padEnd, padStart, textWidth } from "./text-width.ts";

export type Column<Row> = {
  readonly title: string;
  /** Several lines make the row as high. */
  readonly cell: (row: Row) => string | readonly string[];
  readonly align?: "left" | "right";
};

/**
 * Lays rows out under their titles, two spaces between the columns. What could play with a terminal is made visible.
 *
 * @returns lines without spaces at their ends; titles and a rule come first, a rule last
 */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const cells = rows.map((row) =>
    columns.map((column) => [column.cell(row)].flat().map((line) => printable(line))),
  );
  const widths = columns.map(({ title }, n) =>
    Math.max(textWidth(title), ...cells.map((row) => Math.max(0, ...(row[n] ?? []).map(textWidth)))),
  );
  const formatLine = (texts: readonly string[]) =>
    columns
      .map(({ align }, n) => (align === "right" ? padStart : padEnd)(texts[n] ?? "", widths[n] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const body = cells.flatMap((row) => {
    const height = Math.max(1, ...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => formatLine(row.map((lines) => lines[line] ?? "")));
  });
  return [formatLine(columns.map(({ title }) => title)), rule, ...body, rule];
}
