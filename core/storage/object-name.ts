import { BackstayError, type FileKind } from "../../shared/errors.ts";
import { isFullId } from "../../shared/ids.ts";

/** The one file that is not named by a hash. */
export const CONFIG_NAME = "config";

/**
 * Whether a repository file of this kind may have this name. Stores make paths and addresses from names, so nothing else
 * may get that far: a name can come from a hostile index.
 */
export function isObjectName(kind: FileKind, name: string): boolean {
  return kind === "config" ? name === CONFIG_NAME : isFullId(name);
}

/** @throws {BackstayError} OBJECT_CORRUPT with reason `name` unless {@link isObjectName} */
export function checkObjectName(kind: FileKind, name: string): void {
  if (!isObjectName(kind, name)) throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "name" });
}
