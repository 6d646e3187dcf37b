import type { ChineseOf } from "../chinese-of.ts";
import type { keptBeside as english } from "../en/kept-beside.ts";

export const keptBeside: ChineseOf<typeof english> = {
  heading: "使用了另一个名称",
  caption: "原处已有不同的内容，保持不变",
  fact_other: "{{n}} 项使用了另一个名称，与原处已有的内容并存。",
  of: "快照中名为 {{name}}",
  more_other: "还有 {{n}} 项",
};
