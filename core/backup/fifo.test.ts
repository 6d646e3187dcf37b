import fc from "fast-check";
import { expect, test } from "vitest";
import { createFifo } from "./fifo.ts";

test("a queue gives back what was added, in order, also far beyond its compaction", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant("take" as const), fc.nat()), { maxLength: 5000, size: "max" }),
      (steps) => {
        const queue = createFifo<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step === "take") expect(queue.take()).toBe(model.shift());
          else {
            queue.add(step);
            model.push(step);
          }
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
        }
      },
    ),
    { numRuns: 30 },
  );
});
