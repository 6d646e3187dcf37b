import { encodeJsonText } from "../../core/repository/format/go-json.ts";

/**
 * JSON for people: two spaces for each level, strings escaped as restic does.
 * @param value what `parseJson` returned
 */
export function indentJson(value: unknown, indent = ""): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return block(
      "[",
      value.map((item) => deeper + indentJson(item, deeper)),
      "]",
      indent,
    );
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${deeper}${encodeJsonText(key)}: ${indentJson(member, deeper)}`,
    );
    return block("{", members, "}", indent);
  }
  if (typeof value === "string") return encodeJsonText(value);
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return lines.length === 0 ? open + close : `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
