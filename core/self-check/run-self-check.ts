import { BackstayError } from "../../shared/errors.ts";
import { cryptoProbes, largeScryptProbe } from "./crypto-probes.ts";
import { otherProbes } from "./other-probes.ts";
import type { Piece, Probe } from "./probe.ts";

/** Something that is not as it should be. `reason` is for the log only. */
export type SelfCheckFinding = { readonly piece: Piece; readonly reason: string };

export type SelfCheckReport = {
  /** Without these the engine cannot work, or not rightly. */
  readonly missing: readonly SelfCheckFinding[];
  /** The engine has another way, that is slower or leaves something out. */
  readonly reduced: readonly SelfCheckFinding[];
};

const usualProbes: readonly Probe[] = [...cryptoProbes, ...otherProbes];

/** A thread that never answers must not keep the application from saying so. */
const PROBE_TIMEOUT_MS = 20_000;

/** Proves, with known answers, what the engine needs of the program it runs in. Takes about 50 ms; never rejects. */
export async function runSelfCheck(probes: readonly Probe[] = usualProbes): Promise<SelfCheckReport> {
  const missing: SelfCheckFinding[] = [];
  const reduced: SelfCheckFinding[] = [];
  await Promise.all(
    probes.map(async ({ piece, isNeeded, prove }) => {
      try {
        await withTimeout(prove);
      } catch (error) {
        (isNeeded ? missing : reduced).push({ piece, reason: reasonOf(error) });
      }
    }),
  );
  return { missing, reduced };
}

/**
 * As much memory as opening a repository takes, which an embedding program may refuse. Half a second of each core, so it is
 * for the background, and for runtimes other than Node.js.
 */
export function runLargeSelfCheck(): Promise<SelfCheckReport> {
  return runSelfCheck([largeScryptProbe]);
}

/** @throws {BackstayError} RUNTIME_LACKS when something is missing that the engine cannot do without */
export function requireWhole({ missing }: SelfCheckReport): void {
  if (missing.length === 0) return;
  throw new BackstayError("RUNTIME_LACKS", { pieces: missing.map(({ piece }) => piece) });
}

async function withTimeout(prove: Probe["prove"]): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("no answer")), PROBE_TIMEOUT_MS);
  try {
    await Promise.race([prove(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
