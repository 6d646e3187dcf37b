import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { SAMPLE_MESSAGE, sendContext } from "../testing/messages.ts";
import { selfSigned, startMailServer } from "../testing/smtp-receiver.ts";
import { sendMail } from "./send-mail.ts";

type Security = "starttls" | "tls" | "none";
const setup = (port: number, security: Security, user = "") => ({
  ...{ kind: "mail" as const, host: "127.0.0.1", port, security, user },
  ...{ from: "backstay@office.example", to: ["it@office.example", "boss@office.example"] },
});

test("a mail over STARTTLS arrives with its words, encrypted and signed in", async () => {
  const tls = await selfSigned();
  const server = await startMailServer(tls);
  const context = sendContext({ password: "sesame" }, { trusted: tls.cert });
  const sent = await sendMail(setup(server.port, "starttls", "office"), SAMPLE_MESSAGE, context);
  expect(sent).toMatchObject({ kind: "delivered", answer: expect.stringMatching(/^250/) });
  expect(server.mails).toMatchObject([
    {
      ...{ from: "backstay@office.example", to: ["it@office.example", "boss@office.example"] },
      ...{ isSecure: true, user: "office" },
    },
  ]);
  const source = server.mails[0]?.source ?? "";
  expect(source).toContain(`Message-ID: <${SAMPLE_MESSAGE.id}@office.example>`);
  expect(source).toContain("Auto-Submitted: auto-generated");
  const [, body = ""] = source.split("\r\n\r\n");
  const text = /base64/i.test(source) ? Buffer.from(body, "base64").toString() : decodeQuoted(body);
  expect(text).toContain("文档");
});

test("a mail over TLS from the first byte arrives as well", async () => {
  const tls = await selfSigned();
  const server = await startMailServer({ ...tls, secure: true });
  const context = sendContext({}, { trusted: tls.cert });
  expect(await sendMail(setup(server.port, "tls"), SAMPLE_MESSAGE, context)).toMatchObject({
    kind: "delivered",
  });
  expect(server.mails).toMatchObject([{ isSecure: true }]);
});

test.each(["starttls", "tls"] as const)(
  "a certificate nobody vouches for is not accepted (%s)",
  async (security) => {
    const server = await startMailServer({ ...(await selfSigned()), secure: security === "tls" });
    const context = sendContext({ password: "sesame" });
    const sent = await sendMail(setup(server.port, security, "office"), SAMPLE_MESSAGE, context);
    expect(sent).toMatchObject({ kind: "failed", problem: "certificate" });
    expect([server.mails, server.signIns]).toEqual([[], []]);
  },
);

test("a server without STARTTLS never hears the password", async () => {
  const server = await startMailServer();
  const context = sendContext({ password: "sesame" });
  const sent = await sendMail(setup(server.port, "starttls", "office"), SAMPLE_MESSAGE, context);
  expect(sent).toMatchObject({ kind: "failed", problem: "no-encryption" });
  expect([server.mails, server.signIns]).toEqual([[], []]);
});

test("a password goes in clear to this computer only", async () => {
  const server = await startMailServer({ allowInsecureAuth: true });
  const context = sendContext({ password: "sesame" });
  const near = await sendMail(setup(server.port, "none", "office"), SAMPLE_MESSAGE, context);
  expect(near).toMatchObject({ kind: "delivered" });
  const far = { ...setup(server.port, "none", "office"), host: "mail.office.example" };
  expect(await sendMail(far, SAMPLE_MESSAGE, context)).toEqual({
    ...{ kind: "failed", problem: "no-encryption", answer: "" },
  });
});

test("a refused sign-in is told with the server's words and without the password it repeats", async () => {
  const tls = await selfSigned();
  const server = await startMailServer(tls);
  const context = sendContext({ password: "open-sesame" }, { trusted: tls.cert });
  const sent = await sendMail(setup(server.port, "starttls", "office"), SAMPLE_MESSAGE, context);
  expect(sent).toMatchObject({
    problem: "sign-in",
    answer: expect.stringContaining("No such account, password ***"),
  });
});

test.each([
  [550, "refused"],
  [450, "busy"],
] as const)("a recipient that is answered with %d is %s", async (responseCode, problem) => {
  const server = await startMailServer({
    onRcptTo: (_, __, done) => done(Object.assign(new Error("mailbox says no"), { responseCode })),
  });
  const sent = await sendMail(setup(server.port, "none"), SAMPLE_MESSAGE, sendContext({}));
  expect(sent).toMatchObject({ problem, answer: expect.stringContaining("mailbox says no") });
});

test("a server that hangs, cuts off or is not there is told apart, in time", async () => {
  const limits = { totalMs: 2_000, connectMs: 300 };
  const silent = await rawServer(() => undefined);
  const cutting = await rawServer((end) => end());
  const send = (port: number) => sendMail(setup(port, "none"), SAMPLE_MESSAGE, sendContext({}, { limits }));
  expect(await send(silent)).toMatchObject({ problem: "timed-out" });
  expect(await send(cutting)).toMatchObject({ problem: "cut-off" });
  expect(await send(1)).toMatchObject({ problem: "unreachable" });
});

async function rawServer(onConnection: (end: () => void) => void): Promise<number> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(() => void socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
