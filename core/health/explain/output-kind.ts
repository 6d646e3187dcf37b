import type { ToolReading } from "../../../shared/model/health-reading.ts";
import type { HealthSubject } from "../../../shared/model/health-verdict.ts";

/** What is looked at to tell which tool an output is of. */
export type Peek = {
  /** Its beginning. */
  readonly head: string;
  /** Its value where it is JSON, otherwise undefined. */
  readonly json: unknown;
};

/** One kind of output that Backstay can read: which tool, and in which form. */
export type OutputKind = {
  /** What the tool speaks of, for an output of which nothing can be read. */
  readonly about: HealthSubject["kind"];
  /** Never throws, whatever it is given. */
  readonly parse: (text: string) => ToolReading;
  /** Where the usual rules do not fit; `judgeReading` when left out. */
  readonly judge?: (reading: ToolReading) => readonly HealthSubject[];
  /** Whether an output looks like this kind's. The first that says so in the order of `KINDS` is taken. */
  readonly looksLike: (peek: Peek) => boolean;
};
