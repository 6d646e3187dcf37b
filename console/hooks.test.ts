/** What is done around moves, set up on the command line with a host that runs beside it. */
import { writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { startReceiver } from "../core/alerts/testing/http-receiver.ts";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

test("a program and a webhook are set up, listed, tried and removed, and secrets stay out of sight", async () => {
  const { path, host } = await officeHost();
  const home = path("home");
  const socket = await serveHostSocket(home, host);
  onTestFinished(() => socket.close());
  const hooks = (...args: string[]) => runHere(["hooks", ...args], { env: { BACKSTAY_HOME: home } });
  expect((await hooks("list", "NAS")).stdout).toBe("Nothing is done at moves of this repository.\n");
  const node = process.execPath;
  const set = [
    "set",
    "NAS",
    "Share",
    "--remount",
    "--when",
    "before",
    "--move",
    "failover",
    "--on-failure",
    "abort",
  ];
  expect(await hooks(...set, "--", node, "-e", "console.log('mounted'); process.exit(4)")).toMatchObject({
    exitCode: 0,
  });
  expect(await hooks("try", "NAS", "Share")).toMatchObject({
    ...{ exitCode: 1, stdout: "failed (program-failed): 4 mounted\n" },
  });
  expect((await hooks("list", "NAS")).stdout).toMatch(/Share +before failover .*failed \(program-failed\)/);
  expect((await hooks("set", "NAS", "Share", "--", "mount")).stderr).toContain("whole path");

  const receiver = await startReceiver();
  writeFileSync(path("address"), `${receiver.url()}\n`);
  writeFileSync(path("key"), "sesame, open\n");
  const told = await hooks(
    "set",
    "NAS",
    "Phone",
    "--webhook",
    path("address"),
    "--key",
    path("key"),
    "--json",
  );
  expect(JSON.parse(told.stdout)).toMatchObject({
    ...{ name: "Phone", when: "after", moves: ["failover", "failback", "switchover"], is_signed: true },
    action: { kind: "webhook" },
  });
  const tried = await hooks("try", "NAS", "Phone", "--json");
  expect(tried.exitCode).toBe(0);
  expect(JSON.parse(receiver.all[0]?.body ?? "")).toMatchObject({
    is_trial: true,
    repository: { name: "NAS" },
  });
  const listed = await hooks("list", "NAS", "--json");
  for (const { stdout } of [told, tried, listed]) {
    expect(stdout).not.toContain("sesame");
    expect(stdout).not.toContain(receiver.url());
  }
  expect((await hooks("remove", "NAS", "Share")).exitCode).toBe(0);
  expect((await hooks("remove", "NAS", "Share")).exitCode).toBe(1);
  expect((await hooks("list", "NAS", "--lang", "zh")).stdout).toMatch(/Phone +之后/);
});
