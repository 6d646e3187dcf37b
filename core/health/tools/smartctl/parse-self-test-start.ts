import type { SelfTestRefusal } from "../../../../shared/model/self-test.ts";
import type { ToolOutput } from "../../machine/machine.ts";
import { ASLEEP_STATUS } from "./commands.ts";

/** What came of asking a disk to test itself. */
export type SelfTestStart =
  | { readonly kind: "begun" }
  | { readonly kind: "refused"; readonly refusal: SelfTestRefusal; readonly message: string | null };

const BEGUN = /^(?:Testing has begun\.|Self-test has begun|\w+ Background Self Test has begun)\s*$/m;

/** What smartctl says, in its own English. The first that fits is taken. */
const SAYINGS: readonly (readonly [says: RegExp, refusal: SelfTestRefusal])[] = [
  [/Can't start self-test without aborting current test/i, "already-running"],
  [/^(?:Device is in|DEVICE IN) .{0,40}(?:STANDBY|SLEEP|IDLE)/im, "disk-asleep"],
  [/permission denied|operation not permitted|must be run as|requires root/i, "not-allowed"],
  [
    /does not support .{0,40}self-?test|self-?tests? (?:are )?not supported|unsupported scsi opcode/i,
    "not-supported",
  ],
  // before 7.4 smartctl knows no tests of NVMe disks: it opens one, and says that it did
  [/^NVMe device successfully opened$/m, "not-supported"],
  [
    /unknown usb bridge|unable to detect device type|invalid.{0,20}option|not yet implemented/i,
    "not-supported",
  ],
];
/** Bits by which smartctl says that it did not do what it was told; the others tell how the disk is. */
const NOT_DONE = 0b111;
const MAX_MESSAGE = 300;

/**
 * Reads what `smartctl --test=…` printed. Only what says that a test has begun counts as begun.
 *
 * @source smartctl(8), and its texts of versions 6.2 to 7.5
 */
export function parseSelfTestStart(output: ToolOutput): SelfTestStart {
  if (output.kind === "gap") {
    const { reason, message } = output.gap;
    const refusal =
      reason === "tool-missing" || reason === "permission-denied" ? GAP_REFUSALS[reason] : "failed";
    return { kind: "refused", refusal, message };
  }
  const { exitStatus, stdout, stderr } = output;
  const text = `${stdout}\n${stderr}`.slice(0, 20_000);
  const found = SAYINGS.find(([says]) => says.test(text))?.[1];
  if (exitStatus === ASLEEP_STATUS && found === undefined && !BEGUN.test(text))
    return { kind: "refused", refusal: "disk-asleep", message: null };
  // a disk may warn that it has no tests and be asked all the same: then it says whether it has begun
  const isDone = (exitStatus & NOT_DONE) === 0 || found === "not-supported";
  if (BEGUN.test(text) && isDone) return { kind: "begun" };
  return { kind: "refused", refusal: found ?? "failed", message: tellingLine(text) };
}

const GAP_REFUSALS = { "tool-missing": "tool-missing", "permission-denied": "not-allowed" } as const;

/** What is neither its banner nor a heading. */
function tellingLine(text: string): string | null {
  const line = text
    .split("\n")
    .map((one) => one.trim())
    .find((one) => one !== "" && !/^(?:smartctl \d|Copyright|===|Sending command)/.test(one));
  return line?.slice(0, MAX_MESSAGE) ?? null;
}
