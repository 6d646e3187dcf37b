/** Entries that no tree should have, each as JSON text, made from those of an ordinary file. */
import type { EntryFault } from "../../../shared/entry-faults.ts";
import { encodeNode } from "../format/tree-encode.ts";
import type { TreeNode } from "../node.ts";

export type Oddity = {
  readonly what: string;
  /** Name of the entry as people see it; undefined when it has none that can be read. */
  readonly name: string | undefined;
  readonly fault: EntryFault;
  /** The entry's JSON text. */
  make(file: TreeNode): string;
};

const named = Buffer.from("odd");

/** Changes fields of the entry; numbers like 1e30 are given as text. */
function having(field: string, json: string): (file: TreeNode) => string {
  return (file) => {
    const fields = JSON.parse(encodeNode({ ...file, name: named })) as Record<string, unknown>;
    return JSON.stringify({ ...fields, [field]: "@" }).replace('"@"', () => json);
  };
}

const odd = (what: string, fault: EntryFault, field: string, json: string): Oddity => ({
  what,
  name: "odd",
  fault,
  make: having(field, json),
});

export const ODDITIES: readonly Oddity[] = [
  odd("a size below zero", "size", "size", "-5"),
  odd("a size beyond any disk", "size", "size", "1e30"),
  odd("half a byte", "size", "size", "0.5"),
  odd("a time in the year 9999999", "time", "mtime", '"9999999-01-01T00:00:00Z"'),
  odd("a day that February lacks", "time", "mtime", '"2023-02-30T00:00:00Z"'),
  odd("a change time that is none", "time", "ctime", '"yesterday"'),
  odd("a type nobody knows", "type", "type", '"wormhole"'),
  odd("an owner beyond 32 bits", "owner", "uid", "4294967296"),
  odd("a mode below zero", "mode", "mode", "-1"),
  odd("attributes that are no list", "attributes", "extended_attributes", '"user.x"'),
  odd(
    "an attribute that is no base64",
    "attributes",
    "extended_attributes",
    '[{"name":"user.x","value":"%"}]',
  ),
  odd("content that is no blob id", "content", "content", '["zz"]'),
  odd("a link count that is text", "links", "links", '"two"'),
  odd("an inode beyond 64 bits", "inode", "inode", "1e40"),
  odd("a subtree that is no id", "subtree", "subtree", '"../../canary"'),
  odd("a link target that is no base64", "link-target", "linktarget_raw", '"%"'),
  {
    what: "a name with an escape that Go does not have",
    name: "a\\qb",
    fault: "name",
    make: nameOf("a\\qb"),
  },
  { what: "no name", name: undefined, fault: "name", make: having("name", "7") },
  { what: "no object", name: undefined, fault: "json", make: () => "[1,2]" },
  { what: "no JSON", name: undefined, fault: "json", make: () => '{"name":tru}' },
  { what: "a name that was there before", name: "after", fault: "twice", make: nameOf("after") },
];

function nameOf(name: string): (file: TreeNode) => string {
  return having("name", JSON.stringify(name));
}

/** A tree blob of the entries' JSON. */
export function treeOf(entries: readonly string[]): Uint8Array {
  return Buffer.from(`{"nodes":[${entries.join(",")}]}\n`);
}
