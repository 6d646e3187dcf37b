import fc from "fast-check";
import { expect, test } from "vitest";
import { readAll } from "../read-all.ts";
import { createSpooledBytes } from "./spooled-bytes.ts";

const MIB = 1024 * 1024;

test("what was added comes back, however much it is and however it was cut", async () => {
  const lengths = fc.array(fc.oneof(fc.nat(1000), fc.nat(5 * MIB)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lengths, async (pieceLengths) => {
      const pieces = pieceLengths.map((length, n) => Buffer.alloc(length, n + 1));
      const spool = createSpooledBytes();
      for (const piece of pieces) await spool.add(piece);
      const back = Buffer.concat(await readAll(spool.read()));
      await spool.close();
      expect(back.equals(Buffer.concat(pieces))).toBe(true);
    }),
    { numRuns: 20 },
  );
});
