import type { Command } from "commander";
import { parseSize } from "../../core/backup/exclude/size-limit.ts";
import type { MaxUnused } from "../../core/repository/prune/decide-packs.ts";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import { parsePercent } from "./read-data.ts";

/** Flags of `prune`, and of `forget --prune`. */
export type PruneFlags = {
  readonly maxUnused?: MaxUnused;
  readonly maxRepackSize?: number;
  readonly acceptLoss?: boolean;
};

/** restic's. */
export const DEFAULT_MAX_UNUSED: MaxUnused = { kind: "percent", percent: 5 };

export function addPruneFlags(command: Command): void {
  command
    .option(
      "--max-unused <limit>",
      "how much that nobody needs may stay: like 5%, 500M or unlimited (default: 5%)",
      parseMaxUnused,
    )
    .option("--max-repack-size <size>", "write at most so much anew, like 10G", parseSize)
    .option(
      "--accept-loss",
      "go on although snapshots lack data that is damaged or missing, and remove the damaged packs for good",
    );
}

/** @throws {BackstayError} VALUE_INVALID */
export function parseMaxUnused(text: string): MaxUnused {
  if (text === "unlimited") return { kind: "unlimited" };
  const percent = parsePercent(text);
  if (percent !== undefined && percent < 100) return { kind: "percent", percent };
  try {
    return { kind: "bytes", bytes: parseSize(text) };
  } catch (error) {
    if (!isBackstayError(error, "VALUE_INVALID")) throw error;
    throw new BackstayError("VALUE_INVALID", { value: text, expected: "unused-limit" }, { cause: error });
  }
}
