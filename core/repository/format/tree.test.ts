import fc from "fast-check";
import { expect, test } from "vitest";
import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { NODE_TYPES, type TreeNode } from "../node.ts";
import { formatTime } from "./go-time.ts";
import { decodeTree } from "./tree-decode.ts";
import { compareNames, encodeNode, encodeTree } from "./tree-encode.ts";

const TREE_ID = "t".repeat(64) as BlobId;
const BLOB = "ab".repeat(32) as BlobId;

const emptyNode: TreeNode = {
  name: Buffer.from("x"),
  type: "file",
  mode: 0,
  mtimeNs: 0n,
  atimeNs: 0n,
  ctimeNs: 0n,
  uid: 0,
  gid: 0,
  user: "",
  group: "",
  inode: 0n,
  deviceId: 0n,
  sizeBytes: 0,
  links: 0,
  linkTarget: new Uint8Array(0),
  extendedAttributes: [],
  genericAttributes: undefined,
  device: 0n,
  content: null,
  subtree: undefined,
  error: "",
};

const encodeUtc = (node: TreeNode) => encodeNode(node, formatTime);
const decode = (json: string) => decodeTree(Buffer.from(json), TREE_ID);
const EPOCH = "1970-01-01T00:00:00Z";

test("leaves zero values out, but never name, type, times, uid, gid and content", () => {
  expect(encodeUtc(emptyNode)).toBe(
    `{"name":"x","type":"file","mtime":"${EPOCH}","atime":"${EPOCH}","ctime":"${EPOCH}","uid":0,"gid":0,"content":null}`,
  );
  expect(encodeUtc({ ...emptyNode, content: [] })).toContain('"content":[]');
});

test("writes all fields in restic's order", () => {
  const node: TreeNode = {
    name: Buffer.from('a"<\xff', "latin1"),
    type: "file",
    mode: 420,
    mtimeNs: 1n,
    atimeNs: 2n,
    ctimeNs: 3n,
    uid: 4,
    gid: 5,
    user: "<u>",
    group: "g",
    inode: 2n ** 64n - 1n,
    deviceId: 6n,
    sizeBytes: 7,
    links: 8,
    linkTarget: Buffer.from("t\xff", "latin1"),
    extendedAttributes: [
      { name: "user.a", value: Buffer.from([0, 255]) },
      { name: "user.b", value: new Uint8Array(0) },
    ],
    genericAttributes: { "windows.security_descriptor": "QQ==", "windows.creation_time": { LowDateTime: 1 } },
    device: 9n,
    content: [BLOB],
    subtree: BLOB,
    error: "e",
  };
  expect(encodeUtc(node)).toBe(
    '{"name":"a\\\\\\"\\u003c\\\\xff","type":"file","mode":420,"mtime":"1970-01-01T00:00:00.000000001Z",' +
      '"atime":"1970-01-01T00:00:00.000000002Z","ctime":"1970-01-01T00:00:00.000000003Z","uid":4,"gid":5,' +
      '"user":"\\u003cu\\u003e","group":"g","inode":18446744073709551615,"device_id":6,"size":7,"links":8,' +
      '"linktarget":"t\\ufffd","linktarget_raw":"dP8=",' +
      '"extended_attributes":[{"name":"user.a","value":"AP8="},{"name":"user.b","value":""}],' +
      '"generic_attributes":{"windows.creation_time":{"LowDateTime":1},"windows.security_descriptor":"QQ=="},' +
      `"device":9,"content":["${BLOB}"],"subtree":"${BLOB}","error":"e"}`,
  );
});

test("an empty tree is what restic writes for an empty folder", () => {
  expect(Buffer.from(encodeTree([])).toString()).toBe('{"nodes":[]}\n');
  expect(decode('{"nodes":[]}\n')).toEqual([]);
});

test("a folder of very many entries is one list", () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) => ({
    ...emptyNode,
    name: Buffer.from(String(i + 10_000)),
  }));
  const tree = encodeTree(nodes.map(encodeUtc));
  expect(Buffer.from(tree).toString()).toBe(`{"nodes":[${nodes.map(encodeUtc).join(",")}]}\n`);
  expect(decodeTree(tree, TREE_ID)).toHaveLength(10_000);
});

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const rawBytes = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes));
const text = fc.string({ unit: "binary" });
const timeNs = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 20n });
const blobId = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((id) => Buffer.from(id).toString("hex") as BlobId);
const anyNode: fc.Arbitrary<TreeNode> = fc.record({
  name: rawBytes,
  type: fc.constantFrom(...NODE_TYPES),
  mode: uint32,
  mtimeNs: timeNs,
  atimeNs: timeNs,
  ctimeNs: timeNs,
  uid: uint32,
  gid: uint32,
  user: text,
  group: text,
  inode: uint64,
  deviceId: uint64,
  sizeBytes: fc.maxSafeNat(),
  links: uint32,
  linkTarget: rawBytes,
  extendedAttributes: fc.array(fc.record({ name: text, value: rawBytes }), { maxLength: 2 }),
  genericAttributes: fc.option(
    fc.record({ "windows.file_attributes": fc.nat(), "windows.security_descriptor": fc.base64String() }),
    { nil: undefined },
  ),
  device: uint64,
  content: fc.option(fc.array(blobId, { maxLength: 3 })),
  subtree: fc.option(blobId, { nil: undefined }),
  error: text,
});

test("any tree survives encoding and decoding, and encodes to the same bytes again", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyNode, {
        maxLength: 5,
        selector: (node) => Buffer.from(node.name).toString("latin1"),
      }),
      (nodes) => {
        const sorted = nodes.toSorted((a, b) => compareNames(a.name, b.name));
        const tree = encodeTree(sorted.map(encodeUtc));
        const decoded = decodeTree(tree, TREE_ID);
        expect(decoded.map(comparable)).toEqual(sorted.map(comparable));
        expect(Buffer.from(encodeTree(decoded.map(encodeUtc))).equals(tree)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

/** Bytes as hex, so that Buffer and Uint8Array compare as equal. */
function comparable(node: TreeNode): object {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return {
    ...node,
    name: hex(node.name),
    linkTarget: hex(node.linkTarget),
    extendedAttributes: node.extendedAttributes.map(({ name, value }) => ({ name, value: hex(value) })),
  };
}

test("names are ordered by their bytes, as memcmp does", () => {
  fc.assert(
    fc.property(rawBytes, rawBytes, (a, b) => {
      expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(a, b));
    }),
  );
});

test("absent and null fields are zero, unknown fields and members are passed over", () => {
  const [node] = decode(
    '{"future":{"a":[1]},"nodes":[{"name":"x","new":[{}],"user":null,"content":null}],"more":[1]}',
  );
  expect(node).toEqual({
    ...emptyNode,
    type: "",
    mtimeNs: -62_135_596_800_000_000_000n,
    atimeNs: -62_135_596_800_000_000_000n,
    ctimeNs: -62_135_596_800_000_000_000n,
  });
});

test("names that could do harm decode as they are", () => {
  const names = ["/", "..", "a/b", "\\\\x00", ""].map((name) => `{"name":"${name}"}`);
  expect(decode(`{"nodes":[${names.join(",")}]}`).map(({ name }) => Buffer.from(name).toString())).toEqual([
    "/",
    "..",
    "a/b",
    "\0",
    "",
  ]);
});

test("entries out of order are taken, the same name twice is not", () => {
  const tree = (...names: string[]) => `{"nodes":[${names.map((name) => `{"name":"${name}"}`).join(",")}]}`;
  expect(decode(tree("b", "a", "c"))).toHaveLength(3);
  expectBroken(tree("a", "a"), /"a".*twice/);
  expectBroken(tree("b", "a", "c", "b"), /"b".*twice/);
  expectBroken(tree("\\\\x61", "a"), /"a".*twice/);
});

test.each([
  ["", /neither/],
  ["null", /neither/],
  ["{}", /no-list/],
  ['{"nodes":null}', /no-list/],
  ['{"nodes":{}}', /no-list/],
  ['{"nodes":[1]}', /entry 0 is not an object/],
  ['{"nodes":[[]]}', /entry 0 is not an object/],
  ['{"nodes":[{]}]}', /entry 0 is not JSON/],
  ['{"nodes":[{"name":"x"}]', /neither a comma nor an end/],
  ['{"nodes":[{"name":"x"}]}{}', /more text/],
  ['{"nodes":[{}]}', /entry 0 has no readable name/],
  ['{"nodes":[{"name":"a"},{"name":5}]}', /entry 1 has no readable name/],
  ['{"nodes":[{"name":"\\\\q"}]}', /entry 0 has no readable name/],
  [`{"nodes":[${"[".repeat(1_000_000)}`, /nested/],
])("refuses the tree %.40s", (json, reason) => {
  expectBroken(json, reason);
});

test.each([
  ['"type":"door"', /type/],
  ['"mode":-1', /mode/],
  ['"mode":4294967296', /mode/],
  ['"mode":1.5', /mode/],
  ['"mode":"420"', /mode/],
  ['"mtime":0', /mtime/],
  ['"mtime":"yesterday"', /mtime/],
  ['"uid":4294967296', /uid/],
  ['"gid":[]', /gid/],
  ['"user":5', /user/],
  ['"inode":-1', /inode/],
  ['"inode":18446744073709551616', /inode/],
  ['"inode":1e300', /inode/],
  ['"size":9007199254740992', /size/],
  ['"size":18446744073709551615', /size/],
  ['"links":{}', /links/],
  ['"linktarget":[]', /linktarget/],
  ['"linktarget_raw":"!"', /linktarget_raw/],
  ['"extended_attributes":{}', /extended_attributes/],
  ['"extended_attributes":[1]', /extended_attributes/],
  ['"extended_attributes":[{"name":"a","value":"?"}]', /value/],
  ['"generic_attributes":[]', /generic_attributes/],
  ['"content":"x"', /content/],
  ['"content":["x"]', /content/],
  [`"content":["${BLOB.toUpperCase()}"]`, /content/],
  ['"subtree":"x"', /subtree/],
  ['"error":{}', /error/],
])("refuses an entry with %s, and names it", (field, reason) => {
  expectBroken(`{"nodes":[{"name":"fine"},{"name":"it",${field}}]}`, reason);
  expectBroken(`{"nodes":[{"name":"fine"},{"name":"it",${field}}]}`, /^entry "it"/);
});

test("one flipped or lost byte gives a tree or TREE_BROKEN, nothing else", () => {
  const tree = encodeTree([encodeUtc({ ...emptyNode, content: [BLOB], inode: 2n ** 60n, user: "u" })]);
  fc.assert(
    fc.property(fc.nat(tree.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
      const damaged = isCut ? tree.slice(0, at) : tree.slice();
      if (!isCut) damaged[at] = byte;
      try {
        decodeTree(damaged, TREE_ID);
      } catch (error) {
        expect(isBackstayError(error, "TREE_BROKEN")).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

function expectBroken(json: string, reason: RegExp): void {
  try {
    decode(json);
  } catch (error) {
    if (!isBackstayError(error, "TREE_BROKEN")) throw error;
    expect(error.details.treeId).toBe(TREE_ID);
    const said = error.cause instanceof Error ? error.cause.message : error.details.reason;
    expect(said).toMatch(reason);
    return;
  }
  expect.unreachable("the tree was taken");
}
