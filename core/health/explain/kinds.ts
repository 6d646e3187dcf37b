import { ARRAY_KINDS } from "./array-kinds.ts";
import { CONTROLLER_KINDS } from "./controller-kinds.ts";
import { DISK_KINDS } from "./disk-kinds.ts";
import type { OutputKind } from "./output-kind.ts";

const ALL = { ...DISK_KINDS, ...ARRAY_KINDS, ...CONTROLLER_KINDS };

/** How a person names a kind of output. */
export type KindName = keyof typeof ALL;

/** All kinds of output that Backstay can read, by name, those first that are told most surely by their content. */
export const KINDS: Readonly<Record<KindName, OutputKind>> = ALL;

export const KIND_NAMES = Object.keys(ALL) as readonly KindName[];
