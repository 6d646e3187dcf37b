import type { ChineseOf } from "../chinese-of.ts";
import type { palette as english } from "../en/palette.ts";

export const palette: ChineseOf<typeof english> = {};
