import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { WEBHOOK_SHAPES, type WebhookShape } from "../../../shared/model/alert-channel.ts";
import { startReceiver } from "../testing/http-receiver.ts";
import { SAMPLE_MESSAGE, sendContext } from "../testing/messages.ts";
import { sendHeartbeat } from "./send-heartbeat.ts";
import { sendSms } from "./send-sms.ts";
import { sendWebhook } from "./send-webhook.ts";

const hook = (shape: WebhookShape = "generic") => ({ kind: "webhook", shape, chat: "-10042" }) as const;
const send = (address: string, key?: string, parts = {}) =>
  sendWebhook(hook(), SAMPLE_MESSAGE, sendContext({ address, ...(key === undefined ? {} : { key }) }, parts));

test("a receiver can prove with the key that a message is whole and new", async () => {
  const receiver = await startReceiver();
  expect(await send(receiver.url("/in?room=7"), "sesame")).toEqual({ kind: "delivered", answer: "200 ok" });
  const [got] = receiver.all;
  if (got === undefined) throw new Error("nothing came");
  expect([got.method, got.path]).toEqual(["POST", "/in?room=7"]);
  const timestamp = String(got.headers["x-backstay-timestamp"]);
  expect(timestamp).toBe("1700000000");
  const expected = createHmac("sha256", "sesame").update(`${timestamp}.${got.body}`).digest("hex");
  expect(got.headers["x-backstay-signature"]).toBe(`sha256=${expected}`);
  const body = JSON.parse(got.body) as { alerts: unknown[] };
  expect(body).toMatchObject({
    version: 1,
    id: SAMPLE_MESSAGE.id,
    subject: SAMPLE_MESSAGE.subject,
    host: "pc",
  });
  expect(body.alerts).toMatchObject([
    { code: "JOB_FAILED", began_at: "2023-11-14T22:13:20.000Z", ended_at: null },
  ]);
});

test.each(WEBHOOK_SHAPES)("%s gets the words in its own form", async (shape) => {
  const receiver = await startReceiver();
  const context = sendContext({ address: receiver.url("/T0/base/"), key: "k-e-y" });
  expect(await sendWebhook(hook(shape), SAMPLE_MESSAGE, context)).toMatchObject({ kind: "delivered" });
  const [got] = receiver.all;
  if (got === undefined) throw new Error("nothing came");
  expect(got.body).toContain("文档");
  const body: unknown = shape === "ntfy" ? {} : JSON.parse(got.body);
  const checks: Partial<Record<WebhookShape, () => void>> = {
    slack: () => expect(body).toMatchObject({ text: expect.stringContaining('&lt;"A&amp;B"&gt;') }),
    discord: () => expect(body).toMatchObject({ allowed_mentions: { parse: [] } }),
    teams: () => expect(body).toMatchObject({ attachments: [{ content: { type: "AdaptiveCard" } }] }),
    telegram: () => {
      expect(got.path).toBe("/T0/base/botk-e-y/sendMessage");
      expect(body).toMatchObject({ chat_id: "-10042" });
    },
    gotify: () => {
      expect([got.path, got.headers["x-gotify-key"]]).toEqual(["/T0/base/message", "k-e-y"]);
      expect(body).toMatchObject({ priority: 7 });
    },
    ntfy: () => {
      const title = String(got.headers.title);
      expect(Buffer.from(title.slice(10, -2), "base64").toString()).toBe(SAMPLE_MESSAGE.subject);
      expect(got.headers).toMatchObject({ authorization: "Bearer k-e-y", priority: "4" });
    },
  };
  checks[shape]?.();
});

test.each([
  [500, "busy"],
  [429, "busy"],
  [404, "refused"],
  [401, "sign-in"],
] as const)("an answer of %d is %s, with what the server says", async (status, problem) => {
  const receiver = await startReceiver((response) => {
    response.writeHead(status, { "retry-after": "120" }).end("no\nroom\u001b[31m");
  });
  expect(await send(receiver.url())).toEqual({
    ...{ kind: "failed", problem, answer: `${status} no room\\u{1b}[31m`, retryAfterMs: 120_000 },
  });
});

test("a server that repeats the address, its parts or the key gives nothing away", async () => {
  const receiver = await startReceiver((response, { path, headers }) => {
    response.writeHead(400).end(`${path} ${headers["x-gotify-key"]} ${path.split("/")[2]}`);
  });
  const secrets = { address: receiver.url("/services/T00000000SECRET"), key: "open-sesame" };
  const result = await sendWebhook(hook("gotify"), SAMPLE_MESSAGE, sendContext(secrets));
  expect(JSON.stringify(result)).not.toMatch(/SECRET|sesame/);
  expect(result).toMatchObject({ problem: "refused", answer: expect.stringContaining("***") });
});

test("a redirect is followed on the same host only, and only where nothing gets lost", async () => {
  const other = await startReceiver();
  const receiver = await startReceiver((response, { path }) => {
    if (path === "/there") return void response.end("arrived");
    const target = path === "/away" ? other.url("/stolen") : "/there";
    response.writeHead(path === "/lossy" ? 302 : 307, { location: target }).end();
  });
  expect(await send(receiver.url("/near"))).toMatchObject({ kind: "delivered", answer: "200 arrived" });
  expect(receiver.all.at(-1)?.body).toContain("文档");
  expect(await send(receiver.url("/lossy"))).toMatchObject({ problem: "redirected" });
  expect(await send(receiver.url("/away"))).toMatchObject({ problem: "redirected" });
  const round = await startReceiver((response) => void response.writeHead(308, { location: "/" }).end());
  expect(await send(round.url())).toMatchObject({ problem: "redirected" });
  expect(round.all).toHaveLength(4);
  expect(other.all).toEqual([]);
});

test("a server that hangs, cuts off, is not there or talks without end costs neither time nor memory", async () => {
  const limits = { totalMs: 300, connectMs: 300 };
  const hanging = await startReceiver(() => undefined);
  expect(await send(hanging.url(), "k", { limits })).toMatchObject({ problem: "timed-out" });
  const cutting = await startReceiver((response) => void response.destroy());
  expect(await send(cutting.url())).toMatchObject({ problem: "cut-off" });
  const endless = await startReceiver((response) => {
    response.writeHead(200);
    const talk = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", talk);
    talk();
  });
  expect(await send(endless.url())).toMatchObject({
    kind: "delivered",
    answer: expect.stringMatching(/^200 x+…$/),
  });
  expect(await send("http://127.0.0.1:1/")).toMatchObject({ problem: "unreachable" });
  expect(await send("http://name.invalid/")).toMatchObject({ problem: "unreachable" });
});

test.each(["file:///etc/passwd", "ftp://host/x", "http://u:p@host/", "not an address"])(
  "%s is no address to send to",
  async (address) => expect(await send(address)).toEqual({ kind: "failed", problem: "address", answer: "" }),
);

test("an SMS gateway gets number and text, encoded as its form wants", async () => {
  const receiver = await startReceiver();
  const setup = { kind: "sms" as const, to: ["+49 171", "+86 10"] };
  const address = receiver.url("/send?to={to}&msg={text}&k={key}");
  const get = { ...setup, method: "GET" as const, contentType: "application/json" as const, body: "" };
  await sendSms(get, SAMPLE_MESSAGE, sendContext({ address, key: "s&x" }));
  const asked = receiver.all.map(({ path }) => new URL(path, "http://x").searchParams);
  expect(asked.map((query) => query.get("to"))).toEqual(["+49 171", "+86 10"]);
  // what the words hold is not taken for a place-holder
  expect(asked[0]?.get("msg")).toBe(`${SAMPLE_MESSAGE.subject}. The disk is {full}.`);
  expect(asked[0]?.get("k")).toBe("s&x");
  const post = { ...get, method: "POST" as const, body: '{"n":"{to}","t":"{text}"}' };
  await sendSms(post, SAMPLE_MESSAGE, sendContext({ address: receiver.url("/") }));
  expect(JSON.parse(receiver.all.at(-1)?.body ?? "")).toEqual({
    ...{ n: "+86 10", t: `${SAMPLE_MESSAGE.subject}. The disk is {full}.` },
  });
});

test("a heartbeat says nothing but that it beats", async () => {
  const receiver = await startReceiver();
  const beat = { kind: "heartbeat", everyMinutes: 5 } as const;
  const context = sendContext({ address: receiver.url("/ping") });
  expect(await sendHeartbeat(beat, SAMPLE_MESSAGE, context)).toMatchObject({ kind: "delivered" });
  expect(receiver.all).toMatchObject([{ method: "GET", path: "/ping", body: "" }]);
});
