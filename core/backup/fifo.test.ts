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
        const seen: unknown[] = [];
        const wanted: unknown[] = [];
        for (const step of steps) {
          if (step === "take") {
            seen.push(queue.take());
            wanted.push(model.shift());
          } else {
            queue.add(step);
            model.push(step);
          }
          seen.push(queue.length, queue.peek());
          wanted.push(model.length, model[0]);
        }
        expect(seen).toEqual(wanted); // at once: to expect something 200 000 times takes seconds
      },
    ),
    { numRuns: 30 },
  );
});
