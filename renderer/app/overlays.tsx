import type { ComponentType } from "react";
import { CommandPalette } from "../palette/command-palette.tsx";
import { KeyboardHelp } from "../palette/keyboard-help.tsx";

/** What floats above every page and opens by a key of its own, like the palette. */
export const overlays: readonly ComponentType[] = [CommandPalette, KeyboardHelp];
