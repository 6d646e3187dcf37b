import type { ComponentType } from "react";

/** What floats above every page and opens by a key of its own, like the palette. */
export const overlays: readonly ComponentType[] = [];
