import type { ChineseOf } from "../chinese-of.ts";
import type { backups as english } from "../en/backups.ts";

export const backups: ChineseOf<typeof english> = {};
