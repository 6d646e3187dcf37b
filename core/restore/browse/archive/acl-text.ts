/**
 * The text form of a POSIX ACL, which is what tar programs keep and restore.
 * @source acl(5), "ACL text forms"; Linux include/uapi/linux/posix_acl_xattr.h
 */
const VERSION = 2;
const HEADER_BYTES = 4;
const ENTRY_BYTES = 8;
const TAGS: ReadonlyMap<number, { readonly word: string; readonly hasId: boolean }> = new Map([
  [0x01, { word: "user", hasId: false }],
  [0x02, { word: "user", hasId: true }],
  [0x04, { word: "group", hasId: false }],
  [0x08, { word: "group", hasId: true }],
  [0x10, { word: "mask", hasId: false }],
  [0x20, { word: "other", hasId: false }],
]);

/**
 * @param value of the extended attribute `system.posix_acl_access` or `system.posix_acl_default`
 * @returns one line per entry, ids as numbers because the archive may be extracted elsewhere; undefined when it is no ACL
 */
export function aclText(value: Uint8Array): string | undefined {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  if (value.length < HEADER_BYTES || (value.length - HEADER_BYTES) % ENTRY_BYTES !== 0) return undefined;
  if (view.getUint32(0, true) !== VERSION) return undefined;
  let text = "";
  for (let at = HEADER_BYTES; at < value.length; at += ENTRY_BYTES) {
    const tag = TAGS.get(view.getUint16(at, true));
    if (tag === undefined) return undefined;
    const id = tag.hasId ? view.getUint32(at + 4, true) : "";
    text += `${tag.word}:${id}:${permissions(view.getUint16(at + 2, true))}\n`;
  }
  return text;
}

function permissions(bits: number): string {
  return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`;
}
