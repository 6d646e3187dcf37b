/** What the installers hold is enough to run, and holds nothing else: the files are put as Electron finds them, and started. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../scripts/build/bundle.ts";
import { type PackagedFiles, packagedFiles } from "../../scripts/package/packaged-files.ts";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { startDesktop, writeSmallPages } from "./support/desktop.ts";
import { downloadNewest, setUpOffice, untilJob } from "./support/office.ts";

/** Port 1, where nobody listens: to find that out takes the library for SSH, which is in no bundle. */
const SSH_NOBODY_ANSWERS = {
  place: {
    ...{ kind: "sftp", address: "127.0.0.1", port: 1, user: "anna", folder: "office" },
    ...{ signIn: "password", hostKey: null },
  },
  secrets: { password: "secret" },
};

let folder: string;
/** Looks like the project's folder after a build. */
let project: string;
let packaged: PackagedFiles;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-packaged-"));
  project = path.join(folder, "project");
  const dist = path.join(project, "dist");
  await bundle(dist);
  cpSync(path.join(PROJECT_FOLDER, "core/kernel/build"), path.join(dist, "build"), { recursive: true });
  writeSmallPages(path.join(dist, "renderer"));
  for (const name of ["package.json", "package-lock.json", "electron-builder.yml", "LICENSE"]) {
    cpSync(path.join(PROJECT_FOLDER, name), path.join(project, name));
  }
  symlinkSync(path.join(PROJECT_FOLDER, "node_modules"), path.join(project, "node_modules"));
  packaged = packagedFiles(project);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = (pattern: RegExp) => packaged.files.filter((file) => pattern.test(file));

test("every process, thread, native module and WebAssembly module lies beside the archive", () => {
  const needed = [
    ...named(/^dist\/[\w-]+-(thread|worker|process)\.cjs$/),
    ...named(/\.node$/),
    ...named(/\.wasm$/),
  ];
  expect(needed).toEqual(
    expect.arrayContaining([
      "dist/job-process.cjs",
      "dist/backup-thread.cjs",
      "dist/check-thread.cjs",
      "dist/restore-thread.cjs",
      "dist/scrypt-worker.cjs",
      "dist/self-check-thread.cjs",
      "dist/build/kernel.wasm",
      "dist/build/scrypt.wasm",
      `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
    ]),
  );
  expect(named(/^node_modules\/@koromix\/.*\.node$/)).not.toEqual([]);
  expect(named(/^node_modules\/@parcel\/watcher-.*\.node$/)).not.toEqual([]);
  for (const file of needed) expect(packaged.unpacked).toContain(file);
});

test("every thread that the sources start is there", () => {
  const started = named(/^dist\/.*\.cjs$/).flatMap((file) => {
    const code = readFileSync(path.join(project, file), "utf8");
    return [...code.matchAll(/workerUrl\([^"'()]*(?:\([^()]*\)[^"'()]*)*["']([^"']+)["']\)/g)].map(
      ([, name = ""]) => path.posix.basename(name),
    );
  });
  expect(new Set(started).size).toBeGreaterThan(4);
  for (const name of new Set(started)) expect(packaged.unpacked).toContain(`dist/${name}.cjs`);
});

test("what Electron checks for changes is in the archive", () => {
  for (const file of [
    "dist/desktop-main.cjs",
    "dist/desktop-preload.cjs",
    "dist/renderer/index.html",
    "package.json",
  ]) {
    expect(packaged.files).toContain(file);
    expect(packaged.unpacked).not.toContain(file);
  }
  const { main } = JSON.parse(readFileSync(path.join(project, "package.json"), "utf8")) as { main?: string };
  expect(packaged.files).toContain(main);
});

test("nothing is taken along that nobody needs", () => {
  expect(named(/\.(map|ts|cc|c|h|gyp)$/)).toEqual([]);
  expect(named(/^(core|shared|test|scripts|electron|renderer)\//)).toEqual([]);
  expect(named(/^node_modules\/(fastify|react|electron|vite|zod|playwright-core)\//)).toEqual([]);
});

test("from these files alone the application starts, backs up and reads back", async () => {
  const archive = path.join(folder, "resources/app.asar"); // a folder here; Electron shows the archive as one
  for (const file of packaged.files) copyTo(archive, file);
  for (const file of packaged.unpacked) copyTo(`${archive}.unpacked`, file);
  const home = path.join(folder, "home");
  const build = { folder: path.join(archive, "dist"), remove: () => {} };
  const desktop = startDesktop(build, home, { args: ["--hidden"] });
  try {
    await desktop.until("it has started", ({ tray }) => tray?.tooltip === "Nothing is protected yet.");
    await desktop.act("tray.click", "open");
    await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
    const office = await setUpOffice(desktop, folder);
    await desktop.call("plans.runAll", {});
    await untilJob(desktop, "backup", "done");
    await downloadNewest(desktop, office, "offer.txt");
    expect((await desktop.until("it has arrived", (desk) => desk.arrived.length === 1)).arrived).toEqual([
      "12 chairs",
    ]);
    const answer = await desktop
      .call("repositories.inspect", { location: SSH_NOBODY_ANSWERS, password: null })
      .catch((error: unknown) => error);
    expect(JSON.stringify(answer) + String(answer)).toContain("STORE_UNREACHABLE");
    const log = readFileSync(path.join(home, "logs/desktop.log"), "utf8");
    expect(log).not.toMatch(/"level":"error"|slower or partly without/);
  } finally {
    await desktop.stop();
  }
});

function copyTo(target: string, file: string): void {
  mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
  cpSync(path.join(project, file), path.join(target, file), { dereference: true });
}
