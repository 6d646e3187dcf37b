import { printable } from "../../shared/format/printable.ts";

/** HTML that was made here, so that text from outside cannot be taken for it by mistake. */
export type Html = { readonly html: string };

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text from outside: hidden characters are made visible, and nothing in it is taken for HTML. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

type Part = Html | string | number | null | readonly Part[];

/** Puts HTML together; every text in it is escaped, lists one after another, null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: texts.reduce((sum, text, n) => sum + text + (n < parts.length ? made(parts[n] ?? null) : ""), ""),
  };
}

function made(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  if (isList(part)) return part.map(made).join("");
  return part.html;
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
