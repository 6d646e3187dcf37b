import type { ChineseOf } from "../chinese-of.ts";
import type { settings as english } from "../en/settings.ts";

export const settings: ChineseOf<typeof english> = {};
