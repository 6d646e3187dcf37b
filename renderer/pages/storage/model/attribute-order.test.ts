import { expect, test } from "vitest";
import type { AtaAttribute } from "../../../../shared/model/health-reading.ts";
import { attributesByWeight, isTelling } from "./attribute-order.ts";

const attribute = (id: number, failed: AtaAttribute["failed"] = "never") => ({ id, failed }) as AtaAttribute;

test("what is at its limit comes first, then what foretells a failure, then the rest by number", () => {
  const ordered = attributesByWeight([
    ...[attribute(194), attribute(5), attribute(1), attribute(197)],
    ...[attribute(3, "past"), attribute(190, "now")],
  ]);
  expect(ordered.map(({ id }) => id)).toEqual([190, 3, 197, 5, 1, 194]);
});

test("an attribute that nobody knows is telling once it has reached its limit", () => {
  expect(isTelling(attribute(240))).toBe(false);
  expect(isTelling(attribute(240, "past"))).toBe(true);
});
