/**
 * Writes trees byte for byte as restic 0.19 does, so that the same folder is the same blob whoever backed it up.
 *
 * @source restic repository format v2, "Trees and Data"; field order and omissions read off real trees
 */

import { isUtf8 } from "node:buffer";
import type { ExtendedAttribute, TreeNode } from "../node.ts";
import { encodeJson, encodeJsonBytes, encodeJsonText } from "./go-json.ts";
import { quoteName } from "./go-quote.ts";
import { formatLocalTime, type TimeFormatter } from "./go-time.ts";

/**
 * @param formatTime the zone times are written in; the default is what restic would use on this computer
 * @returns the JSON text of one entry
 */
export function encodeNode(node: TreeNode, formatTime: TimeFormatter = formatLocalTime): string {
  const mtime = formatTime(node.mtimeNs);
  // restic stores the modification time as access time unless told otherwise, so the two are mostly equal.
  const atime = node.atimeNs === node.mtimeNs ? mtime : formatTime(node.atimeNs);
  const ctime = node.ctimeNs === node.mtimeNs ? mtime : formatTime(node.ctimeNs);

  let json = `{"name":${encodeJsonText(quoteName(node.name))},"type":"${node.type}"`;
  if (node.mode !== 0) json += `,"mode":${node.mode}`;
  json += `,"mtime":"${mtime}","atime":"${atime}","ctime":"${ctime}","uid":${node.uid},"gid":${node.gid}`;
  if (node.user !== "") json += `,"user":${encodeJsonText(node.user)}`;
  if (node.group !== "") json += `,"group":${encodeJsonText(node.group)}`;
  if (node.inode !== 0n) json += `,"inode":${node.inode}`;
  if (node.deviceId !== 0n) json += `,"device_id":${node.deviceId}`;
  if (node.sizeBytes !== 0) json += `,"size":${node.sizeBytes}`;
  if (node.links !== 0) json += `,"links":${node.links}`;
  if (node.linkTarget.length > 0) json += linkTargetFields(node.linkTarget);
  if (node.extendedAttributes.length > 0) {
    json += `,"extended_attributes":[${node.extendedAttributes.map(encodeAttribute).join(",")}]`;
  }
  if (node.genericAttributes !== undefined) json += genericAttributesField(node.genericAttributes);
  if (node.device !== 0n) json += `,"device":${node.device}`;
  json += `,"content":${encodeContent(node.content)}`;
  if (node.subtree !== undefined) json += `,"subtree":"${node.subtree}"`;
  if (node.error !== "") json += `,"error":${encodeJsonText(node.error)}`;
  return `${json}}`;
}

function linkTargetFields(target: Uint8Array): string {
  const readable = `,"linktarget":${encodeJsonBytes(target)}`;
  return isUtf8(target)
    ? readable
    : `${readable},"linktarget_raw":"${Buffer.from(target).toString("base64")}"`;
}

function encodeAttribute({ name, value }: ExtendedAttribute): string {
  return `{"name":${encodeJsonText(name)},"value":"${Buffer.from(value).toString("base64")}"}`;
}

/** Go sorts the members of a map by their names' bytes. */
function genericAttributesField(attributes: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(attributes)
    .map(([name, value]) => ({
      name: Buffer.from(name),
      json: `${encodeJsonText(name)}:${encodeJson(value)}`,
    }))
    .sort((a, b) => compareNames(a.name, b.name));
  if (members.length === 0) return "";
  return `,"generic_attributes":{${members.map(({ json }) => json).join(",")}}`;
}

function encodeContent(content: TreeNode["content"]): string {
  if (content === null) return "null";
  return content.length === 0 ? "[]" : `["${content.join('","')}"]`;
}

/** Keeps the text that becomes bytes at once far below the longest string there can be. */
const NODES_PER_PIECE = 4096;

/**
 * @param nodes what {@link encodeNode} returned, in the order of {@link compareNames}
 * @returns the tree blob, UTF-8, with the newline that belongs to it
 */
export function encodeTree(nodes: readonly string[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let pending = '{"nodes":[';
  for (let from = 0; from < nodes.length; from += NODES_PER_PIECE) {
    const piece = nodes.slice(from, from + NODES_PER_PIECE).join(",");
    pieces.push(Buffer.from(from === 0 ? pending + piece : `,${piece}`));
    pending = "";
  }
  pieces.push(Buffer.from(`${pending}]}\n`));
  return Buffer.concat(pieces);
}

/** The order of entries in a tree: by the bytes of their names. */
export function compareNames(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
