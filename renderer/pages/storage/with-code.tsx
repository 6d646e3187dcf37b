import { Fragment } from "react";

/** A text in which what is typed stands between backticks: on a page it looks like what is typed. */
export function WithCode({ text }: { readonly text: string }) {
  const parts = text.split("`");
  // one backtick alone marks nothing
  if (parts.length % 2 === 0) return text;
  return parts.map((part, n) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text stay in their order
    n % 2 === 1 ? <code key={n}>{part}</code> : <Fragment key={n}>{part}</Fragment>,
  );
}
