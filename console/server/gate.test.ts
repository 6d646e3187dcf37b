import { createServer } from "node:net";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { openRawPage } from "../testing/raw-page.ts";
import { runConsole } from "../testing/run-console.ts";
import { createHostCheck } from "./host-check.ts";
import { parseListenAddress } from "./listen-address.ts";

describe("the name a page was asked for under", () => {
  const local = { localAddress: "127.0.0.1", localPort: 7411, origin: undefined };
  const remote = { localAddress: "192.168.1.5", localPort: 7411, origin: undefined };

  test.each([
    ["127.0.0.1:7411", true],
    ["localhost:7411", true],
    ["LOCALHOST:7411", true],
    ["127.0.0.1", false],
    ["127.0.0.1:7412", false],
    ["127.0.0.2:7411", false],
    ["evil.example:7411", false],
    ["127.0.0.1.evil.example:7411", false],
    ["localhost.evil.example:7411", false],
    ["evil.example@127.0.0.1:7411", false],
    ["127.0.0.1:7411/x", false],
    ["127.0.0.1:7411, evil.example", false],
    ["office:7411", false],
    ["", false],
    [undefined, false],
  ])("%s is ours: %s", (host, isOurs) => {
    expect(createHostCheck("http", []).isOurHost({ ...local, host })).toBe(isOurs);
  });

  test.each([
    ["192.168.1.5:7411", true],
    ["[::ffff:192.168.1.5]:7411", false],
    ["192.168.1.6:7411", false],
    ["localhost:7411", false],
    ["backup.example:7411", true],
    ["backup.example:443", false],
    ["proxy.example", true],
    ["proxy.example:7411", false],
    ["other.example:7411", false],
  ])("from another computer, %s is ours: %s", (host, isOurs) => {
    const check = createHostCheck("https", ["backup.example", "proxy.example:443"]);
    expect(check.isOurHost({ ...remote, host })).toBe(isOurs);
  });

  test("an IPv6 address is ours in any of its spellings", () => {
    const check = createHostCheck("http", []);
    const arrival = { localAddress: "::1", localPort: 7411, origin: undefined };
    expect(check.isOurHost({ ...arrival, host: "[::1]:7411" })).toBe(true);
    expect(check.isOurHost({ ...arrival, host: "[0:0:0:0:0:0:0:1]:7411" })).toBe(true);
    expect(check.isOurHost({ ...arrival, host: "[::2]:7411" })).toBe(false);
  });

  test.each([
    ["http://127.0.0.1:7411", true],
    ["https://127.0.0.1:7411", false],
    ["http://localhost:7411", false], // a page of ours asks where it came from
    ["http://127.0.0.1:7411.evil.example", false],
    ["http://127.0.0.1:7411/", false],
    ["http://x@127.0.0.1:7411", false],
    ["http://127.0.0.1:8000", false],
    ["null", false],
    ["", false],
    [undefined, false],
  ])("the origin %s is ours: %s", (origin, isOurs) => {
    const arrival = { ...local, host: "127.0.0.1:7411", origin };
    expect(createHostCheck("http", []).isOurOrigin(arrival)).toBe(isOurs);
  });
});

describe("every request under a foreign name is refused", () => {
  test.each(["/", "/sign-in", "/assets/main-0a1b2c.js", "/api/session", "/metrics", "/healthz", "/nowhere"])(
    "%s",
    async (where) => {
      const console = await runConsole();
      const cookie = await console.signIn();
      const host = `evil.example:${console.port}`;
      const answer = await console.ask(where, { cookie, headers: { Host: host } });
      expect(answer.status).toBe(421);
      expect(answer.body).toContain("evil.example");
      expect(answer.headers["content-type"]).toContain("text/plain");
    },
  );

  test("also when it is posted, and when a page wants to connect", async () => {
    const console = await runConsole();
    const cookie = await console.signIn();
    const host = `evil.example:${console.port}`;
    const headers = { Host: host, Origin: `http://${host}` };
    const posted = await console.ask("/api/sign-out", { method: "POST", cookie, headers });
    expect(posted.status).toBe(421);
    expect((await openRawPage(console.url, { cookie, headers })).status).toBe(421);
    expect((await console.ask("/api/session", { cookie })).status).toBe(204);
  });
});

describe("what a foreign page makes a browser send is refused", () => {
  test.each(["http://evil.example", "null", "http://127.0.0.1:1"])("from %s", async (origin) => {
    const console = await runConsole();
    const cookie = await console.signIn();
    const headers = { Origin: origin };
    expect((await console.ask("/api/sign-out", { method: "POST", cookie, headers })).status).toBe(403);
    expect((await console.ask("/", { cookie, headers })).status).toBe(403);
    expect((await openRawPage(console.url, { cookie, headers })).status).toBe(403);
    expect((await console.ask("/api/session", { cookie })).status).toBe(204);
  });

  test("also when it does not say where it comes from", async () => {
    const console = await runConsole();
    const link = new URL(console.makeLink().url).hash.slice(1);
    const headers = { Origin: "" };
    const answer = await console.ask("/api/sign-in", { method: "POST", body: { link }, headers });
    expect(answer.status).toBe(403);
  });

  test("a form, which is no JSON, signs nobody in", async () => {
    const console = await runConsole();
    const link = new URL(console.makeLink().url).hash.slice(1);
    const headers = { "Content-Type": "text/plain" };
    const answer = await console.ask("/api/sign-in", {
      method: "POST",
      body: JSON.stringify({ link }),
      headers,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});

test("everything says what a page may do", async () => {
  const console = await runConsole();
  const cookie = await console.signIn();
  for (const where of [
    "/",
    "/sign-in",
    "/sign-in.js",
    "/assets/main-0a1b2c.js",
    "/api/session",
    "/nowhere",
  ]) {
    const { headers } = await console.ask(where, { cookie });
    expect(headers, where).toMatchObject({
      "content-security-policy": expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-frame-options": "DENY",
    });
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe|unsafe-eval/);
  }
});

test("what has its content in its name may be kept, nothing else", async () => {
  const console = await runConsole();
  const cookie = await console.signIn();
  const kept = async (where: string) => (await console.ask(where, { cookie })).headers["cache-control"];
  expect(await kept("/assets/main-0a1b2c.js")).toBe("public, max-age=31536000, immutable");
  expect(await kept("/")).toBe("no-cache");
  expect(await kept("/sign-in")).toBe("no-store");
  expect(await kept("/api/session")).toBe("no-store");
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/..%2fsecret.txt",
  "/%2e%2e/secret.txt",
  "/%2e%2e%2fsecret.txt",
  "/assets/..%5c..%5csecret.txt",
  "/assets/%252e%252e/%252e%252e/secret.txt",
  "/assets/..%c0%af..%c0%afsecret.txt",
  "//etc/passwd",
  "/%2fetc%2fpasswd",
  "/assets/..;/..;/secret.txt",
  "/assets/%00",
  "/.hidden",
  "/download/..%2f..%2fsecret.txt",
  "/download/%2e%2e",
  `/download/${"a".repeat(5000)}`,
  "/sign-in-page/page.js",
])("nothing outside of the pages is served: %s", async (where) => {
  const console = await runConsole();
  const answer = await console.ask(where, { cookie: await console.signIn() });
  expect([400, 403, 404, 414]).toContain(answer.status);
  expect(answer.body).not.toMatch(/not a page|root:/);
});

test("a folder is not listed", async () => {
  const console = await runConsole();
  const cookie = await console.signIn();
  for (const where of ["/assets", "/assets/"]) {
    const { status, body } = await console.ask(where, { cookie });
    expect([403, 404]).toContain(status);
    expect(body).not.toContain("main-0a1b2c");
  }
});

describe("where it may listen", () => {
  test("on another address than loopback only with TLS and a password", async () => {
    for (const address of ["0.0.0.0", "::", "192.0.2.1"]) {
      const listen = { address, port: 0 };
      await expect(runConsole({ listen })).rejects.toMatchObject({
        code: "LISTEN_REFUSED",
        details: { reason: "tls-missing" },
      });
      await expect(runConsole({ listen, tls: { kind: "own" } })).rejects.toMatchObject({
        code: "LISTEN_REFUSED",
        details: { reason: "password-missing" },
      });
    }
  });

  test("on a port that somebody has not", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    try {
      await expect(runConsole({ listen: { address: "127.0.0.1", port } })).rejects.toMatchObject({
        code: "LISTEN_REFUSED",
        details: { address: `127.0.0.1:${port}`, reason: "in-use" },
      });
    } finally {
      other.close();
    }
  });

  test("not on an address of another computer", async () => {
    const console = await runConsole();
    await console.dispatch(
      "console.setPassword",
      { password: "four words in a row" },
      {
        name: "test",
        rights: new Set(["write"]),
      },
    );
    const { folder } = console;
    await console.close();
    const given = { folder, listen: { address: "192.0.2.1", port: 0 }, tls: { kind: "own" } } as const;
    await expect(runConsole(given)).rejects.toMatchObject({
      code: "LISTEN_REFUSED",
      details: { reason: "not-permitted" },
    });
  });

  test("over IPv6 as well", async () => {
    const console = await runConsole({ listen: { address: "::1", port: 0 } });
    expect(console.url).toBe(`http://[::1]:${console.port}`);
    const cookie = await console.signIn();
    expect((await console.ask("/api/session", { cookie })).status).toBe(204);
    expect((await openRawPage(console.url, { cookie })).status).toBe(101);
  });

  test.each([
    ["127.0.0.1:7411", { address: "127.0.0.1", port: 7411 }],
    ["[::1]:0", { address: "::1", port: 0 }],
    ["localhost:80", { address: "127.0.0.1", port: 80 }],
  ])("%s is read as what it is", (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });

  test.each([
    "7411",
    "127.0.0.1",
    "::1:7411",
    "[127.0.0.1]:1",
    "nas.local:7411",
    "127.0.0.1:65536",
    "127.1:80",
    ":80",
    "",
  ])("%s is no address to listen at", (text) => {
    expect(() => parseListenAddress(text)).toThrow("VALUE_INVALID");
  });
});

test("this computer's name counts only where other computers can reach it", async () => {
  const console = await runConsole();
  const headers = { Host: `${hostname()}:${console.port}` };
  if (hostname() !== "localhost") expect((await console.ask("/sign-in", { headers })).status).toBe(421);
});
