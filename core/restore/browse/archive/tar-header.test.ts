import { expect, test } from "vitest";
import type { TreeNode } from "../../../repository/node.ts";
import { sampleNode } from "../../../repository/testing/sample-node.ts";
import { aclText } from "./acl-text.ts";
import { encodePaxRecords, paxRecord } from "./pax-records.ts";
import { encodeTarHeader } from "./tar-header.ts";

const FILE = sampleNode({ name: Buffer.from("f") });

function header(fields: Partial<TreeNode>, { name = "f", sizeBytes = 0 } = {}): string {
  const entry = { name: Buffer.from(name), node: { ...FILE, ...fields }, sizeBytes, content: [] };
  return encodeTarHeader(entry).toString("latin1");
}

test("a plain file needs one block and no more", () => {
  expect(header({})).toHaveLength(512);
});

test("the length of a record counts its own digits", () => {
  for (const length of [1, 4, 5, 6, 7, 89, 90, 91, 92, 988, 989, 990]) {
    const record = encodePaxRecords([paxRecord("k", "v".repeat(length))]).toString();
    expect(Number.parseInt(record, 10)).toBe(record.length);
  }
});

test("a size beyond 8 GiB, a time before 1970 and a huge owner go into records", () => {
  expect(header({}, { sizeBytes: 8 * 1024 ** 3 - 1 })).toHaveLength(512);
  expect(header({}, { sizeBytes: 8 * 1024 ** 3 })).toContain("\n19 size=8589934592\n".slice(1));
  expect(header({ mtimeNs: -1_500_000_000n })).toContain("22 mtime=-1.500000000\n");
  expect(header({ uid: 2 ** 21 })).toContain("15 uid=2097152\n");
});

test("names that are not UTF-8 and too long for the field are said to be bytes", () => {
  const target = Buffer.from("\xff".repeat(101), "latin1");
  expect(header({ type: "symlink", linkTarget: target })).toContain(
    `21 hdrcharset=BINARY\n115 linkpath=${"\xff".repeat(101)}\n`,
  );
  expect(header({ type: "symlink", linkTarget: target.subarray(1) })).toHaveLength(512);
});

test("extended attributes are records, and access lists are text", () => {
  const acl = Buffer.from("02000000" + "01000600ffffffff" + "02000400d2040000" + "20000000ffffffff", "hex");
  const made = header({
    extendedAttributes: [
      { name: "user.a=b%", value: Buffer.from("\0\xff\n", "latin1") },
      { name: "system.posix_acl_access", value: acl },
      { name: "system.posix_acl_default", value: Buffer.from("odd") },
    ],
  });
  expect(made).toContain(" SCHILY.xattr.user.a%3Db%25=\0\xff\n\n");
  expect(made).toContain(" SCHILY.acl.access=user::rw-\nuser:1234:r--\nother::---\n\n");
  expect(made).toContain(" SCHILY.xattr.system.posix_acl_default=odd\n");
  expect(made).not.toContain("hdrcharset");
});

test("what is no access list is none", () => {
  for (const hex of [
    "",
    "02",
    "0300000001000600ffffffff",
    "0200000003000600ffffffff",
    "0200000001000600ff",
  ]) {
    expect(aclText(Buffer.from(hex, "hex"))).toBeUndefined();
  }
});
