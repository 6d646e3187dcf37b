/** `backstay console` and the commands that talk to it, as processes of their own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { tempFolder } from "../support/temp-folder.ts";

const PASSWORD = "correct horse battery staple";

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function start(home: string, args: readonly string[]) {
  const program = path.join(PROJECT_FOLDER, "bin/backstay.js");
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: home, LANG: "C.UTF-8", BACKSTAY_HOME: home },
    stdio: "pipe",
  });
  child.stdin.on("error", () => {});
  const ended: Promise<Ended> = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("exit", resolve)),
  ]).then(([stdout, stderr, status]) => ({ status, stdout, stderr }));
  return { child, ended };
}

async function backstay(home: string, ...args: readonly string[]): Promise<Ended> {
  const { child, ended } = start(home, args);
  child.stdin.end();
  return await ended;
}

async function connect(home: string): Promise<HostConnection> {
  const host = await connectToHost(home);
  if (host === undefined) throw new Error("no host answers");
  onTestFinished(() => host.close());
  return host;
}

/** A folder of documents, a repository beside it, and a plan that saves the one into the other. */
async function makeOffice(host: HostConnection, folder: string) {
  const documents = path.join(folder, "documents");
  mkdirSync(documents);
  writeFileSync(path.join(documents, "letter.txt"), "Dear customer");
  const repository = await host.call("repositories.create", {
    name: "NAS",
    location: path.join(folder, "nas"),
    password: PASSWORD,
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", documents),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office hours", repositoryId: repository.id, sourceIds: [source.id] },
  });
  return { documents, repository, source, plan };
}

describe("without a host", () => {
  test("nobody can tell how things are, and that is not called fine", async () => {
    const home = path.join(await tempFolder(), "home");
    const status = await backstay(home, "status");
    expect(status).toMatchObject({ status: 3, stderr: "" });
    expect(status.stdout).toContain(`No Backstay runs with the data folder ${home}`);
    expect(JSON.parse((await backstay(home, "status", "--json")).stdout)).toMatchObject({
      verdict: "unknown",
      is_running: false,
    });
    expect(existsSync(home)).toBe(false); // looking makes nothing
  });

  test.each([[["console", "--link"]], [["run", "Office hours"]]])("%j says that none runs", async (args) => {
    const { status, stderr } = await backstay(await tempFolder(), ...args);
    expect(status).toBe(1);
    expect(stderr).toContain("backstay console");
  });

  test.each([
    [["--listen", "0.0.0.0:0"], "tls"],
    [["--listen", "0.0.0.0:0", "--tls-self-signed"], "--set-password"],
    [["--listen", "192.0.2.1:0"], "tls"],
  ])("%j does not listen", async (args, says) => {
    const { status, stdout, stderr } = await backstay(await tempFolder(), "console", ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(says);
  });

  test.each([
    [["--listen", "7411"], "127.0.0.1:7411"],
    [["--tls-cert", "/cert.pem"], "--tls-key"],
    [["--tls-key", "/key.pem"], "--tls-cert"],
    [["--tls-self-signed", "--tls-cert", "/cert.pem"], "at once"],
    [["--link", "--set-password"], "at once"],
    [["--host-name", "https://backup.example/"], "--host-name"],
  ])("%j makes no sense", async (args, says) => {
    const { status, stderr } = await backstay(await tempFolder(), "console", ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });
});

test("a plan is run from the command line, and the state of things is told before and after", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  const console = await startConsoleHost(home);
  const host = await connect(home);
  expect(await backstay(home, "status")).toMatchObject({ status: 1, stdout: "Nothing is protected yet.\n" });
  const { documents } = await makeOffice(host, folder);

  const run = await backstay(home, "run", "office HOURS");
  expect(run).toMatchObject({ status: 0, stderr: "" });
  expect(run.stdout).toMatch(/^Started Office hours\.\nDone\.\n1 new and 0 changed files/);

  const status = await backstay(home, "status");
  expect(status.stdout).toMatch(/^The source is protected\. Newest backup just now\./);
  expect(status.stdout).toMatch(/^Documents +protected +just now/m);
  expect(status.status).toBe(0);

  writeFileSync(path.join(documents, "letter.txt"), "Dear Sir");
  const again = await backstay(home, "run", "Office hours", "--json");
  const lines = again.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.at(0)).toMatchObject({ message_type: "run_started", joined: false });
  expect(lines.at(-1)).toMatchObject({ message_type: "summary", state: "done", files_changed: 1 });

  const unknown = await backstay(home, "run", "Weekend");
  expect(unknown).toMatchObject({ status: 1, stdout: "" });
  expect(unknown.stderr).toContain("There are: Office hours.");
  const [view] = (await host.call("plans.list", {})).plans;
  if (view === undefined) throw new Error("the plan is gone");
  const { id, isPaused: _, ...draft } = view.plan;
  const schedule = { kind: "cron", expression: "0 0 1 1 *" } as const;
  await host.call("plans.save", { planId: id, draft: { ...draft, schedule } });
  expect((await backstay(home, "status")).stdout).toContain("Next backup");
  expect(await console.stop()).toBe(0);

  const ended = await backstay(home, "status");
  expect(ended).toMatchObject({ status: 3, stderr: "" }); // what is on record is fine, but nothing will be added to it
  expect(ended.stdout).toMatch(/^No Backstay runs with the data folder /);
  expect(ended.stdout).toMatch(/^Documents +protected +just now/m);
  expect(ended.stdout).not.toContain("Next backup"); // nobody would start it
  expect(JSON.parse((await backstay(home, "status", "--json")).stdout)).toMatchObject({
    ...{ verdict: "unknown", is_running: false, next_run: null },
    sources: [{ name: "Documents", protection: "protected" }],
  });
});

test("a file out of a snapshot is downloaded over HTTP and over the socket, once each", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  const console = await startConsoleHost(home);
  const host = await connect(home);
  const { documents, repository } = await makeOffice(host, folder);
  const { randomBytes } = await import("node:crypto");
  const content = randomBytes(5_000_000);
  const name = "Plan für 2026 – 图.bin";
  writeFileSync(path.join(documents, name), content);
  expect((await backstay(home, "run", "Office hours")).status).toBe(0);

  const repositoryId = repository.id;
  const { series } = await host.call("snapshots.series", { repositoryId });
  const { snapshots } = await host.call("snapshots.list", {
    repositoryId,
    seriesId: series[0]?.id ?? ("" as never),
  });
  const snapshotId = snapshots.at(-1)?.id ?? ("" as never);
  const raw = Buffer.from(path.join(documents, name)).toString("latin1");
  const makeTicket = () => host.call("restore.download", { repositoryId, snapshotId, paths: [raw] });

  const signIn = await fetch(`${console.url}/api/sign-in`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: console.url },
    body: JSON.stringify({ link: new URL(console.link).hash.slice(1) }),
  });
  const [cookie = ""] = (signIn.headers.get("Set-Cookie") ?? "").split(";");
  const { ticket } = await makeTicket();
  const get = () => fetch(`${console.url}/download/${ticket}`, { headers: { Cookie: cookie } });
  const answer = await get();
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  expect(answer.headers.get("Content-Disposition")).toContain(encodeURIComponent(name));
  expect((await get()).status).toBe(404);

  const download = await host.openDownload((await makeTicket()).ticket);
  expect(download?.fileName).toBe(name);
  const chunks: Buffer[] = [];
  for await (const chunk of download?.content ?? []) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
});

test("where no host runs, a plan is run all the same", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  const first = await startConsoleHost(home);
  const host = await connect(home);
  const { documents, plan } = await makeOffice(host, folder);
  await first.stop();
  writeFileSync(path.join(documents, "letter.txt"), "Dear Madam");
  const run = await backstay(home, "run", "Office hours");
  expect(run).toMatchObject({ status: 0, stderr: "" });
  expect(run.stdout).toContain("does the work itself");
  expect((await backstay(home, "status")).status).toBe(3);

  await startConsoleHost(home);
  const again = await connect(home);
  const { runs } = await again.call("plans.history", { planId: plan.id, beforeMs: null, limit: 9 });
  expect(runs.map(({ state, trigger }) => [state, trigger])).toEqual([["done", "person"]]);
});

test("a run whose repository is gone fails with the reason, and somebody is asked for", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  await startConsoleHost(home);
  await makeOffice(await connect(home), folder);
  const { rename } = await import("node:fs/promises");
  await rename(path.join(folder, "nas"), path.join(folder, "away"));
  const run = await backstay(home, "run", "Office hours");
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain(path.join(folder, "nas"));
  expect((await backstay(home, "status")).status).toBe(1);
});

test("Ctrl-C cancels the run that was started", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  await startConsoleHost(home);
  const host = await connect(home);
  const { documents, plan } = await makeOffice(host, folder);
  const { randomBytes } = await import("node:crypto");
  for (let n = 0; n < 40; n += 1) writeFileSync(path.join(documents, `${n}.bin`), randomBytes(8_000_000));
  const running = new Promise<void>((resolve) => {
    host.onEvent(({ event }) => {
      if (event.type === "progress") resolve();
    });
  });
  const { child, ended } = start(home, ["run", "Office hours"]);
  await running;
  child.kill("SIGINT");
  expect((await ended).status).toBe(130);
  const { runs } = await host.call("plans.history", { planId: plan.id, beforeMs: null, limit: 1 });
  expect(runs[0]?.state).toBe("cancelled");
});

test("a second host on the same folder says who runs already", async () => {
  const home = path.join(await tempFolder(), "home");
  const { pid } = await startConsoleHost(home);
  const second = await backstay(home, "console", "--listen", "127.0.0.1:0");
  expect(second).toMatchObject({ status: 1, stdout: "" });
  expect(second.stderr).toContain(`process ${pid}`);
});

test("links from another process sign in once, and a page goes on after a restart", async () => {
  const home = path.join(await tempFolder(), "home");
  const first = await startConsoleHost(home);
  const { stdout } = await backstay(home, "console", "--link", "--quiet");
  const signIn = (url: string) =>
    fetch(new URL("/api/sign-in", url), {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: new URL(url).origin },
      body: JSON.stringify({ link: new URL(url).hash.slice(1) }),
    });
  const answer = await signIn(stdout.trim());
  expect(answer.status).toBe(204);
  expect((await signIn(stdout.trim())).status).toBe(401);
  expect((await signIn(first.link)).status).toBe(204);
  const [cookie = ""] = (answer.headers.get("Set-Cookie") ?? "").split(";");
  const session = async () =>
    (await fetch(`${first.url}/api/session`, { headers: { Cookie: cookie } })).status;
  expect(await session()).toBe(204);
  expect(await first.stop()).toBe(0);
  expect(first.errors()).toBe("");

  const { port } = new URL(first.url);
  const second = start(home, ["console", "--listen", `127.0.0.1:${port}`, "--json"]);
  onTestFinished(async () => {
    second.child.kill("SIGKILL");
    await second.ended;
  });
  await new Promise((resolve) => second.child.stdout.once("data", resolve));
  expect(await session()).toBe(204);
});

test("a host that was killed leaves nothing in the way of the next one, and its plans stay", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  const first = await startConsoleHost(home);
  await makeOffice(await connect(home), folder);
  await first.kill();
  expect((await backstay(home, "status")).status).toBe(3);
  await startConsoleHost(home);
  const { plans } = await (await connect(home)).call("plans.list", {});
  expect(plans.map(({ plan }) => plan.name)).toEqual(["Office hours"]);
});

test("what lies in the data folder is its user's alone, and says no secret", async () => {
  const folder = await tempFolder();
  const home = path.join(folder, "home");
  const console = await startConsoleHost(home);
  const host = await connect(home);
  await makeOffice(host, folder);
  const passwordFile = path.join(folder, "password");
  writeFileSync(passwordFile, "a password of some length\n");
  expect(await backstay(home, "console", "--set-password", "-p", passwordFile)).toMatchObject({ status: 0 });
  const { stdout: token } = await backstay(home, "console", "--metrics-token", "--quiet");
  expect(token).toMatch(/^[\w-]{43}\n$/);
  await backstay(home, "run", "Office hours");
  await console.stop();

  expect(statSync(home).mode & 0o777).toBe(0o700);
  const secrets = ["a password of some length", token.trim(), new URL(console.link).hash.slice(1)];
  for (const name of readdirSync(home, { recursive: true, encoding: "utf8" })) {
    const file = path.join(home, name);
    const stat = statSync(file);
    if (!stat.isFile()) continue;
    const bytes = readFileSync(file);
    for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false);
    if (name !== "secrets.json") expect(bytes.includes(PASSWORD), name).toBe(false);
    if (!name.includes(path.sep) || name.startsWith("logs")) expect(stat.mode & 0o077, name).toBe(0);
  }
});

test("a password is set with no host running, too, and then other computers may be let in", async () => {
  const home = path.join(await tempFolder(), "home");
  const short = start(home, ["console", "--set-password"]);
  short.child.stdin.end("short\n");
  expect(await short.ended).toMatchObject({ status: 1, stderr: expect.stringContaining("10") });
  const set = start(home, ["console", "--set-password"]);
  set.child.stdin.end("a password of some length\n");
  expect(await set.ended).toMatchObject({ status: 0 });
  const { child, ended } = start(home, ["console", "--listen", "0.0.0.0:0", "--tls-self-signed", "--json"]);
  const announced = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(String(data))),
  );
  expect(JSON.parse(announced)).toMatchObject({
    url: expect.stringMatching(/^https:\/\//),
    fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  });
  child.kill("SIGTERM");
  expect((await ended).status).toBe(0);
});
