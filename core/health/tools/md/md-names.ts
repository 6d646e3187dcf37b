import { shorten } from "../../reading/text.ts";

/** @returns `md0` for `/dev/md0`, `md/vol0` for `/dev/md/vol0` */
export function arrayName(path: string): string {
  return shorten(path.replace(/^\/dev\//, ""));
}

/** @returns the 32 hexadecimal digits of an array's UUID, however a tool groups them; null when it is none */
export function arrayUuid(text: string | undefined): string | null {
  const digits = (text ?? "")
    .slice(0, 80)
    .replace(/[\s:.-]/g, "")
    .toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) && !/^0+$/.test(digits) ? digits : null;
}

/** @returns whether these metadata belong to a firmware's RAID (Intel, DDF): md runs its volumes inside of a container */
export function isExternal(metadata: string | null): boolean {
  return metadata !== null && /^(?:external:|imsm|ddf)/.test(metadata);
}

/** @returns whether an array with such metadata is the container itself, and not a volume in it */
export function isContainer(metadata: string | null): boolean {
  return metadata !== null && /^(?:external:(?![/-])|imsm$|ddf$)/.test(metadata);
}
