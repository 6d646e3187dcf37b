import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

/** Stands in for the built command line: tells how it was started, then does what its first argument says. */
const MAIN = `
console.log(JSON.stringify({ node: process.versions.node, args: process.argv.slice(2) }));
if (process.argv[2] === "lost") console.log("lost: " + process.env.BACKSTAY_LOST_TEXT);
if (process.argv[2] === "heap") console.log(process.execArgv);
const [what, value] = process.argv.slice(2);
if (what === "exit") process.exitCode = Number(value);
if (what === "die") process.kill(process.pid, value);
if (what === "wait") {
  const keepAlive = setInterval(() => {}, 1000);
  process.once("SIGTERM", () => { clearInterval(keepAlive); process.exitCode = 42; });
  console.log("waiting");
}`;
/** Makes a new Node.js look like version 20 to the launcher, which is started with this. */
const LOOK_OLD = `
Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } });
if (process.env.WITHOUT_EXECVE) process.execve = undefined;`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-launcher-"));
  for (const name of ["bin", "dist", "node_modules/node/bin"]) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  writeFileSync(path.join(folder, "package.json"), `{ "type": "module" }`);
  writeFileSync(path.join(folder, "look-old.mjs"), LOOK_OLD);
  writeFileSync(path.join(folder, "dist/main.cjs"), MAIN);
  writeFileSync(path.join(folder, "node_modules/node/package.json"), `{ "name": "node" }`);
  symlinkSync(process.execPath, path.join(folder, "node_modules/node/bin/node"));
  copyFileSync(path.join(import.meta.dirname, "backstay.js"), path.join(folder, "bin/backstay.js"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function launch(args: readonly string[], how: { old?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  const asOld = how.old ? ["--import", path.join(folder, "look-old.mjs")] : [];
  const child = spawn(process.execPath, [...asOld, path.join(folder, "bin/backstay.js"), ...args], {
    env: { ...process.env, ...how.env },
  });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const ended = once(child, "close").then(([status, signal]) => ({ status, signal, output }));
  return { child, ended };
}

const OLD_NODES = [
  { name: "with execve", env: {} },
  { name: "without execve", env: { WITHOUT_EXECVE: "1" } },
];

test("a new Node.js runs the command line itself", async () => {
  const { status, output } = await launch(["exit", "3"]).ended;
  expect(status).toBe(3);
  expect(JSON.parse(output)).toEqual({ node: process.versions.node, args: ["exit", "3"] });
});

test.each(OLD_NODES)("an old Node.js $name hands over arguments and exit status", async ({ env }) => {
  const { status, output } = await launch(["exit", "12", "a b", "--x=*"], { old: true, env }).ended;
  expect(status).toBe(12);
  expect(JSON.parse(output)).toEqual({ node: process.versions.node, args: ["exit", "12", "a b", "--x=*"] });
});

test.each(OLD_NODES)(
  "an old Node.js $name ends by the signal that ended the command line",
  async ({ env }) => {
    const { signal } = await launch(["die", "SIGKILL"], { old: true, env }).ended;
    expect(signal).toBe("SIGKILL");
  },
);

test.each(OLD_NODES)("an old Node.js $name passes signals on and waits for the end", async ({ env }) => {
  const { child, ended } = launch(["wait"], { old: true, env });
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (text) => String(text).includes("waiting") && resolve());
  });
  child.kill("SIGTERM");
  expect((await ended).status).toBe(42);
});

test.runIf(process.platform !== "win32")(
  "a command that may take long starts with a small heap",
  async () => {
    const { output } = await launch(["heap", "backup"]).ended;
    expect(output).toContain("[ '--max-semi-space-size=8' ]");
    expect((await launch(["heap", "unlock"]).ended).output).not.toContain("semi-space");
  },
);

test.runIf(process.platform === "linux").each([
  { name: "a new Node.js", flags: "" },
  { name: "an old one", flags: "--import ./look-old.mjs" },
  { name: "an old one without execve", flags: "--import ./look-old.mjs", env: { WITHOUT_EXECVE: "1" } },
])("$name tells whoever it hands over to that an argument was no text", async ({ flags, env }) => {
  const shell = (argument: string) =>
    spawnSync("bash", ["-c", `exec ${process.execPath} ${flags} bin/backstay.js lost backup ${argument}`], {
      cwd: folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
    }).stdout;
  expect(shell(String.raw`$'bad\xff'`)).toContain("lost: 1");
  expect(shell("$'\ufffd'")).toContain("lost: undefined");
});

test("without a build it says what to run", async () => {
  rmSync(path.join(folder, "dist"), { recursive: true });
  const { status, output } = await launch([]).ended;
  expect(status).toBe(1);
  expect(output).toContain("npm run build");
});

test("an old Node.js with no newer one beside it says what is needed", async () => {
  rmSync(path.join(folder, "node_modules"), { recursive: true });
  const { status, output } = await launch([], { old: true }).ended;
  expect(status).toBe(1);
  expect(output).toContain("needs Node.js 24");
});
