import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { CLOSE, MAX_CALL_BYTES } from "../../shared/api/wire.ts";
import { smallBackstay } from "../../test/support/small-backstay.ts";
import { openRawPage } from "../testing/raw-page.ts";
import { runConsole } from "../testing/run-console.ts";

const call = (id: number, name: string, input: unknown = {}) => JSON.stringify({ id, name, input });

test("a page calls, is answered, and hears of what happens", async () => {
  const backstay = smallBackstay();
  const console = await runConsole({ backstay });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  page.send(call(7, "app.state"));
  expect(await page.next()).toMatchObject({ kind: "value", id: 7, value: { hostname: "office" } });
  page.send(call(8, "plans.list"));
  expect(await page.next()).toEqual({ kind: "error", id: 8, error: { code: "PLAN_NOT_FOUND", details: {} } });
  backstay.events.publish({ type: "alerts", open: 2 });
  expect(await page.next()).toEqual({
    kind: "event",
    event: { number: 1, event: { type: "alerts", open: 2 } },
  });
  expect(backstay.calls[0]?.caller).toBe("console 127.0.0.1");
});

test("a page can ask nothing that only this computer's user may", async () => {
  const console = await runConsole();
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  for (const name of ["console.makeLink", "console.setPassword", "console.makeMetricsToken", "host.about"]) {
    page.send(call(1, name));
    expect(await page.next()).toMatchObject({ error: { code: "CALL_INVALID" } });
  }
});

test.each([
  ["no cookie", async () => undefined],
  ["a made-up one", async (port: number) => `backstay-${port}=${"A".repeat(43)}`],
  ["an empty one", async (port: number) => `backstay-${port}=`],
])("with %s it is told to sign in, and nothing else", async (_, cookieFor) => {
  const backstay = smallBackstay();
  const console = await runConsole({ backstay });
  const cookie = await cookieFor(console.port);
  const page = await openRawPage(console.url, cookie === undefined ? {} : { cookie });
  page.send(call(1, "app.state"));
  expect(await page.closed).toBe(CLOSE.signInNeeded);
  expect(backstay.calls).toEqual([]);
});

test("signing out ends the pages of that session, and no other", async () => {
  const console = await runConsole();
  const [cookie, other] = [await console.signIn(), await console.signIn()];
  const page = await openRawPage(console.url, { cookie });
  const otherPage = await openRawPage(console.url, { cookie: other });
  await console.ask("/api/sign-out", { method: "POST", cookie });
  expect(await page.closed).toBe(CLOSE.signInNeeded);
  otherPage.send(call(1, "app.state"));
  expect(await otherPage.next()).toMatchObject({ id: 1, kind: "value" });
});

test("a session that ran out answers no call", async () => {
  const backstay = smallBackstay();
  const console = await runConsole({ backstay });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  console.clock.advance(25 * 3_600_000);
  page.send(call(1, "app.state"));
  expect(await page.closed).toBe(CLOSE.signInNeeded);
  expect(backstay.calls).toEqual([]);
});

test("a session that ran out hears nothing more either", async () => {
  const console = await runConsole({ pingEveryMs: 20 });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  console.clock.advance(25 * 3_600_000);
  expect(await page.closed).toBe(CLOSE.signInNeeded);
});

describe("what is no call ends the connection", () => {
  test.each([
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["nothing", ""],
    ["without a name", '{"id":1,"input":{}}'],
    ["an id that is no number", '{"id":"1","name":"app.state","input":{}}'],
    ["more than a call", '{"id":1,"name":"app.state","input":{},"rights":["write"]}'],
    ["a very long name", call(1, "x".repeat(101))],
  ])("%s", async (_, text) => {
    const console = await runConsole();
    const cookie = await console.signIn();
    const page = await openRawPage(console.url, { cookie });
    page.send(text);
    expect(await page.closed).toBe(CLOSE.messageInvalid);
    const next = await openRawPage(console.url, { cookie });
    next.send(call(1, "app.state"));
    expect(await next.next()).toMatchObject({ id: 1, kind: "value" });
  });

  test("bytes instead of text", async () => {
    const console = await runConsole();
    const page = await openRawPage(console.url, { cookie: await console.signIn() });
    page.sendFrame(0x82, Buffer.from(call(1, "app.state")));
    expect(await page.closed).toBe(CLOSE.messageInvalid);
  });
});

test.each([
  ["a method named like a property of every object", "constructor"],
  ["one named like its prototype", "__proto__"],
  ["one that is not there", "plans.explode"],
])("%s is none", async (_, name) => {
  const console = await runConsole();
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  page.send(call(1, name));
  expect(await page.next()).toMatchObject({ id: 1, error: { code: "CALL_INVALID" } });
});

test.each([
  ["is larger than any call", 0x81, Buffer.alloc(MAX_CALL_BYTES + 1, 0x20), true, 1009],
  ["is not masked", 0x81, Buffer.from("{}"), false, 1002],
  ["has bits nobody agreed on", 0xf1, Buffer.from("{}"), true, 1002],
  ["is no text in UTF-8", 0x81, Buffer.of(0xff, 0xfe), true, 1007],
  ["continues nothing", 0x80, Buffer.from("x"), true, 1002],
  ["is a control frame that is too long", 0x89, Buffer.alloc(126), true, 1002],
])("a frame that %s ends the connection", async (_, first, payload, isMasked, code) => {
  const backstay = smallBackstay();
  const console = await runConsole({ backstay });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  page.sendFrame(first, payload, { isMasked });
  expect([code, undefined]).toContain(await page.closed);
  expect(backstay.calls).toEqual([]);
});

test("many calls at once are not collected without end", async () => {
  const backstay = smallBackstay({ handlers: { "plans.list": () => new Promise(() => {}) } });
  const console = await runConsole({ backstay });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  for (let id = 0; id < 300; id += 1) page.send(call(id, "plans.list"));
  expect(await page.closed).toBe(CLOSE.messageInvalid);
  expect(backstay.calls).toHaveLength(256);
});

test("a page that does not read is cut off, and takes no memory with it", async () => {
  const big = { series: [{ id: "0".repeat(64), text: "x".repeat(1_000_000) }] };
  const backstay = smallBackstay({ handlers: { "snapshots.series": async () => big as never } });
  // what the contract does not know would not get through the real dispatch
  const direct = { ...backstay, dispatch: async () => ({ kind: "value", value: big }) as const };
  const console = await runConsole({ backstay: direct });
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  page.socket.pause();
  for (let id = 0; id < 200; id += 1) page.send(call(id, "snapshots.series"));
  const closed = once(page.socket, "close");
  const other = await openRawPage(console.url, { cookie: await console.signIn() });
  other.send(call(1, "snapshots.series"));
  expect(await other.next()).toMatchObject({ id: 1 });
  page.socket.resume();
  await closed; // with less than all of it
});

test("a page that does not answer is given up", async () => {
  const console = await runConsole({ pingEveryMs: 20 });
  const cookie = await console.signIn();
  const deaf = await openRawPage(console.url, { cookie, isDeaf: true });
  const alive = await openRawPage(console.url, { cookie });
  expect(await deaf.closed).toBeUndefined();
  alive.send(call(1, "app.state"));
  expect(await alive.next()).toMatchObject({ id: 1 });
});

test("pages are told when the host ends", async () => {
  const console = await runConsole();
  const page = await openRawPage(console.url, { cookie: await console.signIn() });
  await console.close();
  expect(await page.closed).toBe(CLOSE.hostStops);
});
