import { BackstayError } from "../../../shared/errors.ts";
import type { ToolReading } from "../../../shared/model/health-reading.ts";
import { SNMP_BOXES, type SnmpBox } from "../../../shared/model/snmp-setup.ts";
import { unreadable } from "../reading/empty.ts";
import { cleanText } from "../reading/text.ts";
import { BOX_BRANCHES, WALKED_BRANCHES } from "../tools/snmp/commands.ts";
import { parseQnapWalk } from "../tools/snmp/parse-qnap.ts";
import { parseSynologyWalk } from "../tools/snmp/parse-synology.ts";
import { parseTruenasWalk } from "../tools/snmp/parse-truenas.ts";
import { addressOf, errorOf, failureOf, SnmpFailed } from "./snmp-failure.ts";
import { type SnmpHost, type SnmpLimits, USUAL_SNMP_LIMITS } from "./snmp-host.ts";
import { openSnmpSession, type SnmpSession } from "./snmp-session.ts";
import { type WalkedValue, walkBranch } from "./walk-branch.ts";

export type SnmpReading = {
  readonly box: SnmpBox;
  /** What the box calls itself, where it says so. */
  readonly name: string | null;
  readonly description: string | null;
  readonly reading: ToolReading;
  /** All that was read, as JSON, as `backstay health explain` takes it: for support, and to read it again. */
  readonly output: string;
};

const PARSERS: Readonly<Record<SnmpBox, (text: string) => ToolReading>> = {
  synology: parseSynologyWalk,
  qnap: parseQnapWalk,
  truenas: parseTruenasWalk,
};
const DESCRIPTION = "1.3.6.1.2.1.1.1";
const NAME = "1.3.6.1.2.1.1.5";

/**
 * Reads a storage box over SNMP: whose it is, and what it tells of itself, its disks and its arrays. Asks, and changes nothing.
 *
 * @returns gaps in place of what it does not show, or for more than any real box says
 * @throws {BackstayError} SNMP_SILENT, SNMP_REFUSED, SNMP_NOTHING_SHOWN: nothing is known of the box then
 * @throws the signal's reason
 */
export async function readSnmpHost(
  host: SnmpHost,
  { limits = USUAL_SNMP_LIMITS, signal }: { readonly limits?: SnmpLimits; readonly signal: AbortSignal },
): Promise<SnmpReading> {
  const late = AbortSignal.timeout(limits.timeMs);
  const either = AbortSignal.any([signal, late]);
  let session: SnmpSession | undefined;
  try {
    session = await openSnmpSession(host, limits, either);
    return await readBox(session, host, limits);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BackstayError) throw error;
    const isLate = late.aborted && error === late.reason;
    const failure = isLate ? ({ kind: "silent", reason: "timed-out" } as const) : failureOf(error, false);
    throw errorOf(failure, host) ?? error;
  } finally {
    session?.close();
  }
}

async function readBox(session: SnmpSession, host: SnmpHost, limits: SnmpLimits): Promise<SnmpReading> {
  const boxes = host.box === undefined ? SNMP_BOXES : [host.box];
  const roots = boxes.flatMap((box) => BOX_BRANCHES[box].map((branch) => ({ box, branch })));
  const [description, name, ...first] = await session.next([
    DESCRIPTION,
    NAME,
    ...roots.map(({ branch }) => branch),
  ]);
  const box = roots.find(({ branch }, place) => first[place]?.oid.startsWith(`${branch}.`))?.box;
  if (box === undefined) throw nothingShown(host);

  const values: WalkedValue[] = [];
  const told = { box, name: saidIn(name, NAME), description: saidIn(description, DESCRIPTION) };
  try {
    for (const branch of WALKED_BRANCHES[box])
      values.push(...(await walkBranch(session, branch, limits.values - values.length)));
  } catch (error) {
    if (!(error instanceof SnmpFailed) || error.failure.kind !== "too-much") throw error;
    return { ...told, reading: unreadable("output-too-long"), output: JSON.stringify(values) };
  }
  const output = JSON.stringify(values);
  return { ...told, reading: sayWhatIsHidden(PARSERS[box](output)), output };
}

function nothingShown(host: SnmpHost): BackstayError {
  const user = host.signIn.version === "v3" ? host.signIn.user : null;
  return new BackstayError("SNMP_NOTHING_SHOWN", { address: addressOf(host), user, box: host.box ?? null });
}

/** The walk came to its end: what it lacks was not cut off, but kept back. */
function sayWhatIsHidden(reading: ToolReading): ToolReading {
  const gaps = reading.gaps.map((gap) =>
    gap.about === null && (gap.reason === "output-truncated" || gap.reason === "output-unreadable")
      ? { ...gap, reason: "not-shown" as const }
      : gap,
  );
  return { ...reading, gaps };
}

function saidIn(
  answer: { readonly oid: string; readonly value?: unknown } | undefined,
  branch: string,
): string | null {
  if (answer === undefined || !answer.oid.startsWith(`${branch}.`)) return null;
  return cleanText(Buffer.isBuffer(answer.value) ? answer.value.toString("utf8") : answer.value);
}
