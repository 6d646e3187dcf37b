import type { ChineseOf } from "../chinese-of.ts";
import type { overview as english } from "../en/overview.ts";

export const overview: ChineseOf<typeof english> = {};
