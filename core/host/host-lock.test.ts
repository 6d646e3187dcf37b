import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lockDataFolder } from "./host-lock.ts";

/** Another process that takes the folder and waits to be killed. */
async function otherHost(folder: string) {
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(new URL("./host-lock.ts", import.meta.url).href)});
    lockDataFolder(process.argv[1]);
    gc(); // nobody has kept what it returned
    setImmediate(() => process.stdout.write("locked"));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-e", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("a folder belongs to one host at a time, in one process as well", async () => {
  const folder = await tempFolder();
  const first = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({ code: "HOST_RUNNING", details: { pid: process.pid, folder } }),
  );
  first.release();
  first.release();
  lockDataFolder(folder).release();
  expect(statSync(join(folder, "host.lock")).mode & 0o777).toBe(0o600);
});

test("the lock of another process is respected as long as it lives, and goes with it however it ends", async () => {
  const folder = await tempFolder();
  const other = await otherHost(folder);
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({ code: "HOST_RUNNING", details: { pid: other.pid, folder } }),
  );
  other.kill("SIGKILL");
  await once(other, "exit");
  lockDataFolder(folder).release();
});
