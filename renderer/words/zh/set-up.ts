import type { ChineseOf } from "../chinese-of.ts";
import type { setUp as english } from "../en/set-up.ts";

export const setUp: ChineseOf<typeof english> = {};
