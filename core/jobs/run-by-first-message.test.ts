import { expect, test } from "vitest";
import { runByFirstMessage } from "./run-by-first-message.ts";
import type { HostLine } from "./run-job-process.ts";

function lineInHand() {
  let say: (message: unknown) => void = () => {};
  let close: () => void = () => {};
  const line: HostLine = {
    onMessage: (listener) => {
      say = listener;
    },
    onClosed: (listener) => {
      close = listener;
    },
    send: async () => {},
  };
  return { line, say: (message: unknown) => say(message), close: () => close() };
}

test.each([
  ["start", "start"],
  ["open", "open"],
  ["anything else", "start"], // which says that it does not understand it
])("what begins with %j is run as %s", (type, role) => {
  const { line, say } = lineInHand();
  const begun: string[] = [];
  runByFirstMessage(line, { start: () => begun.push("start"), open: () => begun.push("open") });
  expect(begun).toEqual([]);
  say({ type });
  say({ type: "open" });
  expect(begun).toEqual([role]);
});

test("who begins to listen late is told of everything, in order", () => {
  const { line, say, close } = lineInHand();
  let held: HostLine | undefined;
  runByFirstMessage(line, { start: () => {}, open: (own) => (held = own) });
  say({ type: "open" });
  say("second");
  close();
  const heard: unknown[] = [];
  held?.onMessage((message) => heard.push(message));
  held?.onClosed(() => heard.push("closed"));
  say("third");
  expect(heard).toEqual([{ type: "open" }, "second", "closed", "third"]);
});
