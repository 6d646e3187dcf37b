import type { ArrayOperation } from "../../../../shared/model/health-reading.ts";

type Kind = ArrayOperation["kind"];

/** What md calls that which it does to an array: in `/proc/mdstat`, in `sync_action`, and in the states of `mdadm --detail`. */
const KINDS: Readonly<Record<string, Kind>> = {
  check: "check",
  checking: "check",
  repair: "repair",
  repairing: "repair",
  resync: "resync",
  resyncing: "resync",
  recovery: "rebuild",
  recover: "rebuild",
  recovering: "rebuild",
  rebuild: "rebuild",
  reshape: "reshape",
  reshaping: "reshape",
};

/** @returns what md does; null for words that name nothing it does, such as `idle` and `frozen` */
export function mdOperation(word: string): Kind | null {
  const name = word.toLowerCase();
  return Object.hasOwn(KINDS, name) ? (KINDS[name] ?? null) : null;
}

/** An operation of which only what is given is known. */
export function operation(kind: Kind, known: Partial<ArrayOperation> = {}): ArrayOperation {
  return {
    kind,
    isWaiting: false,
    donePercent: null,
    remainingSeconds: null,
    bytesPerSecond: null,
    ...known,
  };
}
