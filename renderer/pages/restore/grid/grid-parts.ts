/**
 * The parts of a `VirtualGrid`. They are no elements of a table, because those cannot be virtual, and none of them takes the focus or
 * keys, because the grid has both.
 */
import { createElement, type HTMLAttributes, type RefAttributes } from "react";

type Data = { readonly "data-typing"?: true | undefined };

/** What scrolls. It is one stop of the Tab key. */
export function Grid(props: HTMLAttributes<HTMLDivElement> & RefAttributes<HTMLDivElement> & Data) {
  return createElement("div", { role: "grid", tabIndex: 0, ...props });
}

/** The header, or all other rows. */
export function GridRows(props: HTMLAttributes<HTMLDivElement>) {
  return createElement("div", { role: "rowgroup", ...props });
}

export function GridRow(props: HTMLAttributes<HTMLDivElement>) {
  return createElement("div", { role: "row", ...props });
}

export function GridCell(props: HTMLAttributes<HTMLSpanElement>) {
  return createElement("span", { role: "gridcell", ...props });
}

export function GridHead(props: HTMLAttributes<HTMLSpanElement>) {
  return createElement("span", { role: "columnheader", ...props });
}
