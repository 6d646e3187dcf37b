import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { cookieOf, runConsole } from "../testing/run-console.ts";

const tokenOf = (url: string) => new URL(url).hash.slice(1);

describe("a link", () => {
  test("signs in once", async () => {
    const console = await runConsole();
    const { url, untilMs } = console.makeLink();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in#[\w-]{43}$/);
    expect(untilMs - console.clock.nowMs()).toBe(600_000);
    const body = { link: tokenOf(url) };
    expect((await console.ask("/api/session")).status).toBe(401);
    const first = await console.ask("/api/sign-in", { method: "POST", body });
    expect(first.status).toBe(204);
    expect((await console.ask("/api/session", { cookie: cookieOf(first) })).status).toBe(204);
    const replayed = await console.ask("/api/sign-in", { method: "POST", body });
    expect(replayed.status).toBe(401);
    expect(JSON.parse(replayed.body)).toEqual({ code: "SIGN_IN_REFUSED", details: {} });
    expect(replayed.headers["set-cookie"]).toBeUndefined();
  });

  test("is too old after ten minutes", async () => {
    const console = await runConsole();
    const link = tokenOf(console.makeLink().url);
    console.clock.advance(600_000);
    expect((await console.ask("/api/sign-in", { method: "POST", body: { link } })).status).toBe(401);
  });

  test("does not grow older by a clock that is set back", async () => {
    const console = await runConsole();
    const link = tokenOf(console.makeLink().url);
    console.clock.advance(-3_600_000);
    expect((await console.ask("/api/sign-in", { method: "POST", body: { link } })).status).toBe(401);
  });

  test.each([
    ["", {}],
    ["no text", { link: 7 }],
    ["both", { link: "a", password: "b" }],
    ["nothing", undefined],
  ])("must be what it is: %s", async (_, body) => {
    const console = await runConsole();
    const answer = await console.ask("/api/sign-in", { method: "POST", body: body ?? "{" });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).code).toBe("CALL_INVALID");
  });

  test("is worth nothing to another console", async () => {
    const [one, other] = [await runConsole(), await runConsole()];
    const link = tokenOf(one.makeLink().url);
    expect((await other.ask("/api/sign-in", { method: "POST", body: { link } })).status).toBe(401);
  });
});

test("the cookie is out of reach for scripts and other sites", async () => {
  const console = await runConsole();
  const link = tokenOf(console.makeLink().url);
  const { headers } = await console.ask("/api/sign-in", { method: "POST", body: { link } });
  const [cookie = ""] = headers["set-cookie"] ?? [];
  const [pair, ...attributes] = cookie.split("; ");
  expect(pair).toMatch(new RegExp(`^backstay-${console.port}=[\\w-]{43}$`));
  expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Strict"]);
});

describe("a session", () => {
  test("outlives a restart of the host, and no file says how to use it", async () => {
    const first = await runConsole();
    const cookie = await first.signIn();
    await first.close();
    const file = path.join(first.folder, "console-sessions.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [name = "", token = ""] = cookie.split("=");
    expect(await readFile(file, "utf8")).not.toContain(token);

    const second = await runConsole({ folder: first.folder, clock: first.clock });
    const renamed = `${name.replace(/\d+$/, String(second.port))}=${token}`;
    expect((await second.ask("/api/session", { cookie: renamed })).status).toBe(204);
    expect((await second.ask("/api/session", { cookie: `${renamed}x` })).status).toBe(401);
  });

  test("ends when nobody uses it for a day, and after a week in any case", async () => {
    const console = await runConsole();
    const cookie = await console.signIn();
    const day = 24 * 3_600_000;
    console.clock.advance(day - 1);
    expect((await console.ask("/api/session", { cookie })).status).toBe(204);
    console.clock.advance(day);
    expect((await console.ask("/api/session", { cookie })).status).toBe(401);

    const other = await console.signIn();
    for (let n = 0; n < 8; n += 1) {
      console.clock.advance(day - 60_000);
      const { status } = await console.ask("/api/session", { cookie: other });
      expect(status).toBe(n < 7 ? 204 : 401);
    }
  });

  test("ends when the person signs out, and the file forgets it", async () => {
    const console = await runConsole();
    const [cookie, other] = [await console.signIn(), await console.signIn()];
    const answer = await console.ask("/api/sign-out", { method: "POST", cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/=; Max-Age=0;|=;.*Expires=Thu, 01 Jan 1970/);
    expect((await console.ask("/api/session", { cookie })).status).toBe(401);
    expect((await console.ask("/api/session", { cookie: other })).status).toBe(204);
    const kept = JSON.parse(await readFile(path.join(console.folder, "console-sessions.json"), "utf8"));
    expect(kept.sessions).toHaveLength(1);
    expect((await console.ask("/api/sign-out", { method: "POST", cookie })).status).toBe(401);
  });

  test("a file that cannot be understood signs everybody out, and is said in the log", async () => {
    const first = await runConsole();
    await first.signIn();
    await first.close();
    await writeFile(path.join(first.folder, "console-sessions.json"), "{");
    const second = await runConsole({ folder: first.folder });
    expect(second.logged.map(({ level }) => level)).toContain("warning");
    expect((await second.ask("/api/session", { cookie: await second.signIn() })).status).toBe(204);
  });
});

test("a disk that cannot be written to keeps nobody out", async () => {
  const folder = await tempFolder();
  await mkdir(path.join(folder, "console-sessions.json")); // stands in the way of the file, for root too
  const console = await runConsole({ folder });
  const cookie = await console.signIn();
  expect((await console.ask("/api/session", { cookie })).status).toBe(204);
  expect(console.logged.filter(({ level }) => level === "warning").length).toBeGreaterThan(0);
});

test("passwords that cannot be read keep nobody out who has a link", async () => {
  const console = await runConsole();
  await writeFile(path.join(console.folder, "secrets.json"), "{");
  const page = await console.ask("/sign-in");
  expect(page.status).toBe(200);
  expect(page.body).toContain('data-has-password="false"');
  expect((await console.ask("/api/session", { cookie: await console.signIn() })).status).toBe(204);
  const answer = await console.ask("/api/sign-in", {
    method: "POST",
    body: { password: "four words in a row" },
  });
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([500, "SECRETS_UNREADABLE"]);
});

describe("a password", () => {
  const right = "four words in a row";
  const LOCAL = { name: "command line", rights: new Set(["read", "write"] as const) };

  test("signs in once it is set, however its accents were typed, and ends the sessions there were", async () => {
    const console = await runConsole();
    const tryOut = (password: string) => console.ask("/api/sign-in", { method: "POST", body: { password } });
    expect((await tryOut(right)).status).toBe(401);
    const before = await console.signIn();
    const result = await console.dispatch("console.setPassword", { password: "caf\u00e9 und mehr" }, LOCAL);
    expect(result).toEqual({ kind: "value", value: {} });
    expect((await console.ask("/api/session", { cookie: before })).status).toBe(401);
    expect((await tryOut("cafe und mehr")).status).toBe(401);
    const answer = await tryOut("cafe\u0301 und mehr");
    expect(answer.status).toBe(204);
    expect((await console.ask("/api/session", { cookie: cookieOf(answer) })).status).toBe(204);
    expect(await readFile(path.join(console.folder, "secrets.json"), "utf8")).not.toContain("und mehr");
  });

  test("must have some length", async () => {
    const console = await runConsole();
    const result = await console.dispatch("console.setPassword", { password: "123456789" }, LOCAL);
    expect(result).toEqual({
      kind: "error",
      error: { code: "CONSOLE_PASSWORD_SHORT", details: { minimum: 10 } },
    });
  });

  test("cannot be tried out, and a link still lets the person in", async () => {
    const console = await runConsole();
    await console.dispatch("console.setPassword", { password: right }, LOCAL);
    const tryOut = (password: string) => console.ask("/api/sign-in", { method: "POST", body: { password } });
    for (let n = 0; n < 8; n += 1) expect((await tryOut(`guess number ${n}`)).status).toBe(401);
    const refused = await tryOut(right);
    expect(refused.status).toBe(429);
    const { code, details } = JSON.parse(refused.body);
    expect(code).toBe("SIGN_IN_TOO_OFTEN");
    expect(details.retrySeconds).toBeGreaterThan(0);
    expect(details.retrySeconds).toBeLessThanOrEqual(300);
    expect(await console.signIn()).toContain("backstay-");
    expect(console.logged.filter(({ level }) => level === "warning")).toHaveLength(8);
    expect(JSON.stringify(console.logged)).not.toMatch(/guess|four words/);
  });
});

test("the page for signing in speaks the browser's language, or the one that is asked for", async () => {
  const console = await runConsole();
  const page = (where: string, accept: string) =>
    console.ask(where, { headers: { "Accept-Language": accept } });
  expect((await page("/sign-in", "de, zh-CN;q=0.8")).body).toContain("登录 Backstay");
  expect((await page("/sign-in", "de")).body).toContain("Sign in to Backstay");
  expect((await page("/sign-in?lang=en", "zh-CN")).body).toContain("Sign in to Backstay");
  expect((await page("/sign-in?lang=%3Cscript%3E", "zh-CN")).body).not.toContain("<script>");
  expect((await page("/sign-in?lang=zh&lang=en", "zh-CN")).status).toBe(200);
});

test("who is not signed in is sent to the page for it", async () => {
  const console = await runConsole();
  const answer = await console.ask("/");
  expect([answer.status, answer.headers.location]).toEqual([302, "/sign-in"]);
  const cookie = await console.signIn();
  expect((await console.ask("/", { cookie })).body).toContain("<title>pages</title>");
});
