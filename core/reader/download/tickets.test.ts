import { expect, test } from "vitest";
import { createTickets } from "./tickets.ts";

test("a ticket counts once, and for a minute", () => {
  let nowMs = 1_000_000;
  const tickets = createTickets<string>({ nowMs: () => nowMs });
  const [one, two, three] = [tickets.issue("a"), tickets.issue("b"), tickets.issue("c")];
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set([one, two, three]).size).toBe(3);
  expect(tickets.redeem(one)).toBe("a");
  expect(tickets.redeem(one)).toBeUndefined();
  nowMs += 60_000;
  expect(tickets.redeem(two)).toBe("b");
  nowMs += 1;
  expect(tickets.redeem(three)).toBeUndefined();
  const early = tickets.issue("d");
  nowMs -= 1;
  expect(tickets.redeem(early)).toBeUndefined(); // the clock went backwards
});

test("who asks again and again pushes out the oldest ones only", () => {
  const tickets = createTickets<number>({ nowMs: () => 0 });
  const first = tickets.issue(0);
  let last = first;
  for (let n = 1; n <= 1000; n += 1) last = tickets.issue(n);
  expect(tickets.redeem(first)).toBeUndefined();
  expect(tickets.redeem(last)).toBe(1000);
});
