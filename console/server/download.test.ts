import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Download } from "../../core/api/backstay.ts";
import { smallBackstay } from "../../test/support/small-backstay.ts";
import { runConsole } from "../testing/run-console.ts";

const TICKET = "0123456789abcdef".repeat(2);

function withDownload(download: () => Download) {
  const asked: string[] = [];
  const backstay = smallBackstay({
    openDownload: async (ticket) => {
      asked.push(ticket);
      return ticket === TICKET ? download() : undefined;
    },
  });
  return { backstay, asked };
}

test("is saved under its name, and shown by no browser", async () => {
  const content = Buffer.from("<script>alert(1)</script>");
  const { backstay } = withDownload(() => ({
    fileName: "Bericht März.html",
    sizeBytes: content.length,
    content: Readable.from([content]),
  }));
  const console = await runConsole({ backstay });
  const answer = await console.ask(`/download/${TICKET}`, { cookie: await console.signIn() });
  expect(answer.body).toBe(content.toString());
  expect(answer.headers).toMatchObject({
    "content-type": "application/octet-stream",
    "content-length": String(content.length),
    "content-disposition": `attachment; filename="Bericht M_rz.html"; filename*=UTF-8''Bericht%20M%C3%A4rz.html`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
});

test("is nobody's who is not signed in, and then the ticket is not used up", async () => {
  const { backstay, asked } = withDownload(() => ({
    fileName: "x",
    sizeBytes: undefined,
    content: Readable.from(["content"]),
  }));
  const console = await runConsole({ backstay });
  expect((await console.ask(`/download/${TICKET}`)).status).toBe(401);
  const cookie = await console.signIn();
  expect((await console.ask(`/download/${TICKET}`, { cookie, method: "HEAD" })).status).toBe(404);
  expect(asked).toEqual([]);
});

test.each([TICKET.toUpperCase(), `${TICKET}0`, "..%2f..%2fetc%2fpasswd", `${TICKET}%00`, "%F0%9F%98%80"])(
  "the engine is not asked for what is no ticket: %s",
  async (ticket) => {
    const { backstay, asked } = withDownload(() => {
      throw new Error("asked");
    });
    const console = await runConsole({ backstay });
    const { status } = await console.ask(`/download/${ticket}`, { cookie: await console.signIn() });
    expect([400, 404]).toContain(status);
    expect(asked).toEqual([]);
  },
);

test("that breaks off is no short file", async () => {
  async function* content() {
    yield Buffer.alloc(300_000, "a");
    throw new Error("the repository has gone, and this text must not get out");
  }
  const { backstay } = withDownload(() => ({
    fileName: "large",
    sizeBytes: undefined,
    content: Readable.from(content()),
  }));
  const console = await runConsole({ backstay });
  const answer = await console.ask(`/download/${TICKET}`, { cookie: await console.signIn() });
  expect(answer.isWhole).toBe(false);
  expect(JSON.stringify(console.logged)).not.toContain("must not get out");
});

test("that nobody takes is not read to its end", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const content = new Readable({
    read() {
      this.push(Buffer.alloc(65_536));
    },
    destroy(_error, done) {
      resolve();
      done(null);
    },
  });
  const { backstay } = withDownload(() => ({ fileName: "endless", sizeBytes: undefined, content }));
  const console = await runConsole({ backstay });
  const cookie = await console.signIn();
  const stop = new AbortController();
  const answer = await fetch(`${console.url}/download/${TICKET}`, {
    headers: { Cookie: cookie },
    signal: stop.signal,
  });
  await answer.body?.getReader().read();
  stop.abort();
  await promise;
});
