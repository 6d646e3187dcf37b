import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { FromJobProcess } from "./messages.ts";
import { type FromUtility, lineOverParentPort } from "./parent-port.ts";

const log = (text: string): FromJobProcess => ({ type: "log", entry: { level: "info", text } });

/** A port whose other end is the test. */
function portAndLine() {
  const sent: FromUtility[] = [];
  const port = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => void sent.push(message as FromUtility),
  });
  return { port, sent, line: lineOverParentPort(port) };
}

test("a message counts as handed over when the host says that it has it", async () => {
  const { port, sent, line } = portAndLine();
  line.onMessage(() => {});
  const over: string[] = [];
  const first = line.send(log("first")).then(() => over.push("first"));
  const second = line.send(log("second")).then(() => over.push("second"));
  expect(sent.map(({ message }) => message)).toEqual([log("first"), log("second")]);
  port.emit("message", { data: { received: sent[1]?.number } });
  await second;
  expect(over).toEqual(["second"]);
  port.emit("message", { data: { received: sent[0]?.number } });
  await first;
});

test("what the host says arrives as it was said, confirmations do not", () => {
  const { port, line } = portAndLine();
  const heard: unknown[] = [];
  line.onMessage((message) => heard.push(message));
  port.emit("message", { data: { message: { type: "cancel", reason: "person" } } });
  port.emit("message", { data: { received: 7 } });
  expect(heard).toEqual([{ type: "cancel", reason: "person" }]);
});

test("a host that goes is noticed", () => {
  const { port, line } = portAndLine();
  let isClosed = false;
  line.onClosed(() => {
    isClosed = true;
  });
  port.emit("close");
  expect(isClosed).toBe(true);
});
