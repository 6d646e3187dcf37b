import { encodeJson } from "../../core/repository/format/go-json.ts";

/** @returns JSON text in one line, escaped as restic's; members that are undefined are left out, bigints are written in full */
export function toJson(value: unknown): string {
  return encodeJson(withoutUndefined(value));
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member)]),
  );
}

/** For members that restic's JSON leaves out when they are zero, empty or false. */
export function unlessZero<T>(value: T): T | undefined {
  const isZero =
    value === 0 ||
    value === 0n ||
    value === "" ||
    value === false ||
    (Array.isArray(value) && value.length === 0);
  return isZero ? undefined : value;
}
