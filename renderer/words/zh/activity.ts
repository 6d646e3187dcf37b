import type { ChineseOf } from "../chinese-of.ts";
import type { activity as english } from "../en/activity.ts";

export const activity: ChineseOf<typeof english> = {};
