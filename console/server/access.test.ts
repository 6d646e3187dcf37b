import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { ConsoleAccess } from "../../shared/api/console-access.ts";
import { CLOSE } from "../../shared/api/wire.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openRawPage } from "../testing/raw-page.ts";
import { cookieOf, runConsole, type TestConsole } from "../testing/run-console.ts";
import { consolePassword } from "./password.ts";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";
const PASSWORD = "four words in a row";

async function accessOf(console: TestConsole, cookie: string): Promise<ConsoleAccess> {
  return ConsoleAccess.parse(JSON.parse((await console.ask("/api/sessions", { cookie })).body));
}

async function signInAs(console: TestConsole, browser: string): Promise<string> {
  const link = new URL(console.makeLink().url).hash.slice(1);
  const headers = { "User-Agent": browser };
  return cookieOf(await console.ask("/api/sign-in", { method: "POST", body: { link }, headers }));
}

const post = (console: TestConsole, where: string, cookie: string | undefined, body: unknown) =>
  console.ask(where, { method: "POST", body, ...(cookie === undefined ? {} : { cookie }) });
const lasts = async (console: TestConsole, cookie: string) =>
  (await console.ask("/api/session", { cookie })).status === 204;

test("who is signed in is listed, without what would sign one in", async () => {
  const console = await runConsole();
  const first = await signInAs(console, FIREFOX);
  console.clock.advance(60_000);
  const own = await console.signIn();
  const access = await accessOf(console, own);
  expect(access.hasPassword).toBe(false);
  expect(access.sessions).toMatchObject([
    { isThis: true, address: "127.0.0.1", browser: "", startedMs: console.clock.nowMs() },
    { isThis: false, address: "127.0.0.1", browser: "Firefox, Windows" },
  ]);
  const said = JSON.stringify(access);
  for (const cookie of [first, own]) expect(said).not.toContain(cookie.split("=")[1]);
  const kept = JSON.parse(await readFile(path.join(console.folder, "console-sessions.json"), "utf8"));
  for (const { hash } of kept.sessions) expect(said).not.toContain(hash);
});

test("one session is ended, or all others, and their pages with them", async () => {
  const console = await runConsole();
  const own = await console.signIn();
  const [one, two, three] = [await console.signIn(), await console.signIn(), await console.signIn()];
  const page = await openRawPage(console.url, { cookie: two });
  const id = (await accessOf(console, one)).sessions.find(({ isThis }) => isThis)?.id;
  expect((await post(console, "/api/sessions/end", own, { id })).status).toBe(204);
  expect(await Promise.all([own, one, two, three].map((cookie) => lasts(console, cookie)))).toEqual([
    ...[true, false, true, true],
  ]);
  expect((await post(console, "/api/sessions/end", own, { id })).status).toBe(204); // it is gone, as was wanted
  expect((await post(console, "/api/sessions/end", own, { others: true })).status).toBe(204);
  expect(await page.closed).toBe(CLOSE.signInNeeded);
  expect(await Promise.all([own, two, three].map((cookie) => lasts(console, cookie)))).toEqual([
    ...[true, false, false],
  ]);
});

test.each([
  ["/api/sessions/end", { others: true }],
  ["/api/password", { current: PASSWORD, next: "another one, longer" }],
])("%s wants a session, a page of the console's own, and what it is about", async (where, body) => {
  const console = await runConsole();
  await consolePassword(console.secrets).set(PASSWORD);
  const cookie = await console.signIn();
  expect((await console.ask("/api/sessions")).status).toBe(401);
  expect((await post(console, where, undefined, body)).status).toBe(401);
  const headers = { Origin: "http://evil.example" };
  expect((await console.ask(where, { method: "POST", body, cookie, headers })).status).toBe(403);
  for (const wrong of [{}, { id: "../x" }, { others: false }, { ...body, more: 1 }, "{"])
    expect((await post(console, where, cookie, wrong)).status).toBe(400);
  expect(await consolePassword(console.secrets).isRight(PASSWORD)).toBe(true);
});

test("the password is changed by who knows it, and signs everybody else out", async () => {
  const console = await runConsole();
  const password = consolePassword(console.secrets);
  await password.set(PASSWORD);
  const [own, other] = [await console.signIn(), await console.signIn()];
  expect((await accessOf(console, own)).hasPassword).toBe(true);
  const change = (current: string, next: string) => post(console, "/api/password", own, { current, next });
  expect(JSON.parse((await change("not the one", "another one, longer")).body).code).toBe(
    "CONSOLE_PASSWORD_WRONG",
  );
  expect(JSON.parse((await change(PASSWORD, "short")).body).code).toBe("CONSOLE_PASSWORD_SHORT");
  expect(await lasts(console, other)).toBe(true);
  expect((await change(PASSWORD, "another one, longer")).status).toBe(204);
  expect([await password.isRight(PASSWORD), await password.isRight("another one, longer")]).toEqual([
    false,
    true,
  ]);
  expect([await lasts(console, own), await lasts(console, other)]).toEqual([true, false]);
  expect(JSON.stringify(console.logged)).not.toMatch(/four words|another one/);
});

test("a session alone makes no password where there is none, and cannot guess one", async () => {
  const console = await runConsole();
  const cookie = await console.signIn();
  const tryIt = (current: string) =>
    post(console, "/api/password", cookie, { current, next: "another one, longer" });
  expect(JSON.parse((await tryIt("x")).body).code).toBe("CONSOLE_PASSWORD_UNSET");
  expect(await consolePassword(console.secrets).isSet()).toBe(false);
  await consolePassword(console.secrets).set(PASSWORD);
  const answers: number[] = [];
  for (let n = 0; n < 9; n += 1) answers.push((await tryIt(`guess ${n}`)).status);
  expect(answers.at(-1)).toBe(429);
  expect((await tryIt(PASSWORD)).status).toBe(429);
  expect(await consolePassword(console.secrets).isRight(PASSWORD)).toBe(true);
});

test("sessions of an earlier version go on, and are listed without what it did not write down", async () => {
  const before = await runConsole({ folder: await tempFolder() });
  const cookie = await before.signIn();
  await before.close();
  const file = path.join(before.folder, "console-sessions.json");
  const kept = JSON.parse(await readFile(file, "utf8"));
  for (const session of kept.sessions) {
    delete session.address;
    delete session.browser;
  }
  await writeFile(file, JSON.stringify(kept));
  const after = await runConsole({ folder: before.folder, clock: before.clock });
  const named = cookie.replace(String(before.port), String(after.port));
  expect((await accessOf(after, named)).sessions).toMatchObject([{ isThis: true, address: "", browser: "" }]);
});
