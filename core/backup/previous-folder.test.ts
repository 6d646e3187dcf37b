import { expect, test } from "vitest";
import { encodeNode } from "../repository/format/tree-encode.ts";
import { sampleNode } from "../repository/testing/sample-node.ts";
import { takeOver } from "./previous-folder.ts";

test("a file's node is taken over with what a newer restic put there", () => {
  const node = sampleNode({ name: Buffer.from('a "quoted" name') });
  const text = encodeNode(node).replace(/}$/, ',"from_the_future":1}');
  expect(takeOver(node, text)).toBe(text);
});

test.each([
  '{"generic_attributes":{"a":1,"type":"dir"},"name":"file","type":"file","content":[]}',
  '{ "name": "file", "type": "file", "x": {"a":1,"type":"dir"}, "content": [] }',
])("a node written in another way is written anew: %s", (text) => {
  const node = sampleNode();
  expect(takeOver(node, text)).toBe(encodeNode(node));
});

test("a folder's node is always written anew", () => {
  const node = sampleNode({ type: "dir" });
  expect(takeOver(node, `${encodeNode(node).slice(0, -1)},"more":1}`)).toBe(encodeNode(node));
});
