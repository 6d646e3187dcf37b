import { z } from "zod";
import { type BackstayError, isBackstayError } from "../../../shared/errors.ts";

/** The kinds of files that are the same at each replica that has them; an index is of one alone, and its damage is told too. */
const BAD_KINDS = ["pack", "snapshot", "index", "key", "config"] as const;

/** A file that one replica should have whole and has not, as it crosses to another process and stands in results of jobs. */
export const BadObjectShape = z.strictObject({
  location: z.string(),
  kind: z.enum(BAD_KINDS),
  name: z.string(),
  fault: z.enum(["missing", "damaged"]),
});
export type BadObject = z.infer<typeof BadObjectShape>;

export function isBadKind(kind: string): kind is BadObject["kind"] {
  return BAD_KINDS.some((known) => known === kind);
}

/** The file that keeps a replica from being opened, if that is what does. */
export function damageOf(location: string, error: BackstayError): readonly BadObject[] {
  const isGone = isBackstayError(error, "OBJECT_MISSING");
  if (!isGone && !isBackstayError(error, "OBJECT_CORRUPT")) return [];
  const { kind, name } = error.details;
  return isBadKind(kind) ? [{ location, kind, name, fault: isGone ? "missing" : "damaged" }] : [];
}
