import type { GapReason, ToolReading } from "../../../shared/model/health-reading.ts";
import { unreadable } from "./empty.ts";
import { toolRefusal } from "./tool-refusal.ts";

/**
 * An output in which nothing was found: often the tool says instead why it says nothing.
 *
 * @param problem what it is called when the text does not tell more
 */
export function unreadableText(problem: GapReason, text: string): ToolReading {
  const lines = text.slice(0, 4000).split("\n", 20);
  const said = lines.map((line) => toolRefusal(line.trim())).find((reason) => reason !== null);
  const isNothing = problem === "output-unreadable" || problem === "output-truncated";
  return unreadable(isNothing ? (said ?? problem) : problem, text);
}
