import { isVarbindError, ObjectType, type Varbind } from "net-snmp";
import { SnmpFailed } from "./snmp-failure.ts";
import type { SnmpSession } from "./snmp-session.ts";

/** One value, as `readWalk` of `core/health/tools/snmp` takes it. */
export type WalkedValue = { readonly oid: string; readonly type: string; readonly value: string | number };

/** What fits into a datagram of the usual size, so that none is lost for one of its parts. */
const VALUES_AT_ONCE = 20;

/**
 * Asks for everything below an identifier.
 *
 * @param maxValues more than these are no storage box
 * @returns in the agent's order; empty when there is no such branch, or the account may not see it
 * @throws {SnmpFailed} @throws the signal's reason
 */
export async function walkBranch(
  session: SnmpSession,
  branch: string,
  maxValues: number,
): Promise<readonly WalkedValue[]> {
  const values: WalkedValue[] = [];
  let last = branch;
  for (;;) {
    const answers = await session.bulk(last, VALUES_AT_ONCE);
    if (answers.length === 0) return values;
    for (const answer of answers) {
      if (isVarbindError(answer) || !answer.oid.startsWith(`${branch}.`)) return values;
      // an agent that goes round in circles would keep us for ever
      if (!isBehind(answer.oid, last)) throw new SnmpFailed({ kind: "silent", reason: "no-snmp" });
      if (values.length >= maxValues) throw new SnmpFailed({ kind: "too-much" });
      last = answer.oid;
      values.push({
        oid: answer.oid,
        type: ObjectType[answer.type ?? 0] ?? "Unknown",
        value: textOf(answer),
      });
    }
  }
}

/** @returns whether an identifier comes after another in the order in which agents walk: number by number */
function isBehind(oid: string, other: string): boolean {
  const [a, b] = [oid, other].map((text) => text.split(".").map(Number)) as [number[], number[]];
  for (const [place, number] of a.entries()) {
    const against = b[place];
    if (against === undefined) return true;
    if (number !== against) return number > against;
  }
  return false;
}

/** Texts come as bytes, which are nowhere said to be UTF-8; numbers of 64 bits come as bytes as well. */
function textOf({ type, value }: Varbind): string | number {
  if (typeof value === "number") return value;
  if (!Buffer.isBuffer(value)) return value === null || value === undefined ? "" : String(value);
  if (type === ObjectType.Counter64) return BigInt(`0x${value.toString("hex") || "0"}`).toString();
  const text = value.toString("utf8");
  return text.includes("\ufffd") ? value.toString("latin1") : text;
}
