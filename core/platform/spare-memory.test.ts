import { afterEach, describe, expect, test } from "vitest";
import { giveBackMemory, keepSpareMemory, takeMemory } from "./spare-memory.ts";

const MIB = 1024 * 1024;
const held: (() => void)[] = [];

function keep(): () => void {
  const letGo = keepSpareMemory();
  held.push(letGo);
  return letGo;
}

afterEach(() => {
  for (const letGo of held.splice(0)) letGo();
});

/** Memory with a mark in it, by which it is known again. */
function marked(length: number, mark: number): Uint8Array<ArrayBuffer> {
  const memory = takeMemory(length);
  memory[0] = mark;
  return memory;
}

describe("spare memory", () => {
  test("serves the next who takes about as much, also when it has been to another thread", () => {
    keep();
    const bytes = marked(17 * MIB, 7).subarray(4096, 4096 + 16 * MIB);
    const moved = structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(bytes.buffer.byteLength).toBe(0);
    giveBackMemory(moved);
    const next = takeMemory(18 * MIB);
    expect(next.length).toBeGreaterThanOrEqual(18 * MIB);
    expect(next[0]).toBe(7);
    expect(takeMemory(16 * MIB)[0]).toBe(0); // never the same memory for two
  });

  test("too little of it is given up for new memory", () => {
    keep();
    giveBackMemory(marked(2 * MIB, 7));
    const larger = takeMemory(20 * MIB);
    expect(larger.length).toBeGreaterThanOrEqual(20 * MIB);
    expect(larger[0]).toBe(0);
    expect(takeMemory(2 * MIB)[0]).toBe(0);
  });

  test("is not kept where nobody wants it, and freed when the last one has let go", () => {
    const before = marked(16 * MIB, 7);
    expect(before.length).toBe(16 * MIB);
    giveBackMemory(before);
    expect(before.buffer.byteLength).toBe(0);

    const first = keep();
    keep();
    const memory = marked(16 * MIB, 7);
    first();
    held.shift();
    giveBackMemory(memory);
    expect(memory.buffer.byteLength).toBeGreaterThan(0);
    held.shift()?.();
    expect(memory.buffer.byteLength).toBe(0);
  });

  test("of others, and more than is used at once, is freed and not collected", () => {
    keep();
    const foreign = new Uint8Array(16 * MIB);
    giveBackMemory(foreign);
    expect(foreign.buffer.byteLength).toBe(0);
    const many = Array.from({ length: 5 }, () => takeMemory(16 * MIB));
    for (const memory of many) giveBackMemory(memory);
    expect(many.filter(({ buffer }) => buffer.byteLength > 0)).toHaveLength(3);
  });

  test("small and very large memory is exactly what was asked for", () => {
    keep();
    expect(takeMemory(1000).length).toBe(1000);
    expect(takeMemory(80 * MIB).length).toBe(80 * MIB);
  });
});
