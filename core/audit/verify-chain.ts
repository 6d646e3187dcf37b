/** Proves a chain of records: each has the hash of its own text and names the hash of the one before. */
import type { AUDIT_FAULTS, AuditHead } from "../../shared/model/audit.ts";
import { AuditRecord, hashOf, NO_HASH } from "./record.ts";

export type ChainFault = { readonly number: number; readonly reason: (typeof AUDIT_FAULTS)[number] };
export type ChainCheck = {
  /** How many records were read. */
  readonly records: number;
  readonly firstMs: number | null;
  /** The last record that was read. */
  readonly head: AuditHead | null;
  readonly fault: ChainFault | null;
};

type Stored = { readonly number?: number; readonly record: string; readonly hash: string };

/** Takes the records one after the other, from the first. The first fault is remembered, and all the same is counted on. */
export type ChainProver = { take(stored: Stored): void; result(): ChainCheck };

export function createChainProver(): ChainProver {
  let records = 0;
  let firstMs: number | null = null;
  let head: AuditHead | null = null;
  let fault: ChainFault | null = null;
  let previous = NO_HASH;

  return {
    take({ number: claimed, record: text, hash }) {
      records += 1;
      const expected = (head?.number ?? 0) + 1;
      const record = parse(text);
      const number = record?.number ?? claimed ?? expected;
      const reason =
        hashOf(text) !== hash
          ? "changed"
          : record === undefined || (claimed !== undefined && claimed !== record.number)
            ? "unreadable"
            : record.number !== expected
              ? "missing"
              : record.previous !== previous
                ? "order"
                : undefined;
      // of those that are left out, the first is what is wrong
      if (reason !== undefined) fault ??= { number: reason === "missing" ? expected : number, reason };
      firstMs ??= record?.atMs ?? null;
      head = { number: Math.max(number, 1), hash, atMs: record?.atMs ?? head?.atMs ?? 0 };
      previous = hash;
    },
    result: () => ({ records, firstMs, head, fault }),
  };
}

function parse(text: string): AuditRecord | undefined {
  try {
    return AuditRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
