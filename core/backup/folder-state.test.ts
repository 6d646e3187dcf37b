import { describe, expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import { withContent, withSubtree } from "./folder-state.ts";

const A = "a".repeat(64) as BlobId;
const B = "b".repeat(64) as BlobId;

describe("withSubtree", () => {
  test("adds the subtree of a folder that has none yet", () => {
    expect(withSubtree('{"name":"d","type":"dir","content":null}', A)).toBe(
      `{"name":"d","type":"dir","content":null,"subtree":"${A}"}`,
    );
  });

  test("replaces the subtree a folder had before", () => {
    const before = withSubtree('{"name":"d","type":"dir","content":null}', A);
    expect(withSubtree(before, B)).toBe(`{"name":"d","type":"dir","content":null,"subtree":"${B}"}`);
  });

  test("is not fooled by a name that looks like the field", () => {
    const node = String.raw`{"name":"x\",\"subtree\":\"${A}\"}","type":"dir","content":null}`;
    expect(JSON.parse(withSubtree(node, B))).toEqual({ ...JSON.parse(node), subtree: B });
  });

  test("refuses a node of another shape instead of breaking it", () => {
    expect(() => withSubtree('{"name":"d","content":[]}', A)).toThrow();
  });
});

describe("withContent", () => {
  const node = '{"name":"f","type":"file","size":10,"links":1,"content":null}';

  test("fills in the blobs and the size that was really read", () => {
    expect(JSON.parse(withContent(node, [A, B], 7))).toEqual({
      name: "f",
      type: "file",
      size: 7,
      links: 1,
      content: [A, B],
    });
  });

  test("leaves out the size of a file that shrank to nothing, as trees do", () => {
    expect(withContent(node, [], 0)).toBe('{"name":"f","type":"file","links":1,"content":[]}');
  });
});
