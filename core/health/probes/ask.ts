import type { Gap, ToolReading } from "../../../shared/model/health-reading.ts";
import type { Machine, RunLimits, ToolCommand, ToolOutput } from "../machine/machine.ts";
import { emptyReading } from "../reading/empty.ts";

/** One round over one machine: how its tools are asked, and what was refused before. */
export type Round = {
  /** Runs a tool with the machine's usual limits. One that was refused not long ago is not asked again. */
  run(command: ToolCommand, options?: AskOptions): Promise<ToolOutput>;
  /** The same, with what it says made a reading; what it does not say is a gap in it. */
  read(
    command: ToolCommand,
    parse: (text: string) => ToolReading,
    options?: AskOptions,
  ): Promise<ToolReading>;
};
export type AskOptions = { readonly asRoot?: boolean; readonly limits?: RunLimits };

/**
 * What a machine did not allow, by the command, and which programs it has not, by their names, and when it said so: each refusal may
 * send its administrator a mail, and most machines lack most programs.
 */
export type Refusals = Map<string, { readonly atMs: number; readonly gap: Gap }>;

const ASK_AGAIN_AFTER_MS = 60 * 60_000;

export function createRound(machine: Machine, refusals: Refusals, nowMs: number, signal: AbortSignal): Round {
  const run: Round["run"] = async (command, { asRoot = false, limits } = {}) => {
    const needsAsking = asRoot && !machine.isRoot;
    const key = [command.program, ...command.args].join(" ");
    for (const before of [refusals.get(command.program), needsAsking ? refusals.get(key) : undefined])
      if (before !== undefined && Math.abs(nowMs - before.atMs) < ASK_AGAIN_AFTER_MS)
        return { kind: "gap", gap: before.gap };
    const output = await machine.run(command, {
      asRoot,
      signal,
      ...(limits === undefined ? {} : { limits }),
    });
    const gap = output.kind === "gap" ? output.gap : undefined;
    if (gap?.reason === "tool-missing") refusals.set(command.program, { atMs: nowMs, gap });
    if (gap?.reason === "permission-denied" && needsAsking) refusals.set(key, { atMs: nowMs, gap });
    return output;
  };
  return {
    run,
    async read(command, parse, options) {
      return readingOf(await run(command, options), parse, command.program);
    },
  };
}

/**
 * What a tool said, as a reading. Some tools say on standard error alone why they say nothing.
 *
 * @param tool what a person calls it: named where it said nothing about anything in particular
 */
export function readingOf(
  output: ToolOutput,
  parse: (text: string) => ToolReading,
  tool: string,
): ToolReading {
  if (output.kind === "gap") return { ...emptyReading(), gaps: [output.gap] };
  const { stdout, stderr } = output;
  const reading = parse(stdout.trim() === "" ? stderr : stdout);
  return { ...reading, gaps: reading.gaps.map((gap) => ({ ...gap, about: gap.about ?? tool })) };
}
