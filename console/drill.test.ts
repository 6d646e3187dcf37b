/** Drills on the command line, with a host that runs beside it. */
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

test("a restore is rehearsed, listed, reported and scheduled, in both languages", async () => {
  const { host, path, plan } = await officeHost();
  const home = path("home");
  const socket = await serveHostSocket(home, host);
  onTestFinished(() => socket.close());
  const backstay = (...args: string[]) => runHere(args, { env: { BACKSTAY_HOME: home } });

  expect((await backstay("drill", "list")).stdout).toBe("Nothing was rehearsed yet.\n");
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(await backstay("drill", "vital-add", "Documents", path("documents", "letter.txt"))).toMatchObject({
    ...{ exitCode: 0, stdout: "Saved.\n" },
  });
  expect((await backstay("drill", "vital")).stdout).toBe(`Documents  ${path("documents", "letter.txt")}\n`);

  const passed = await backstay("drill", "restore", "NAS");
  expect(passed).toMatchObject({ exitCode: 0 });
  expect(passed.stdout).toMatch(/^NAS: passed, 2 of 2 files came back as backed up, /m);
  expect(passed.stdout).toMatch(
    /The restore drill: passed\. Its report: backstay drill report [0-9a-f]{8}$/m,
  );
  const [listed] = JSON.parse((await backstay("drill", "list", "--json")).stdout) as { drill_id: string }[];
  expect(listed).toMatchObject({
    ...{ kind: "restore", state: "passed", trigger: "person", repository: "NAS", problems: [] },
    replicas: [{ name: "NAS", outcome: "passed", files: 2, same: 2, live_same: 2 }],
  });

  const file = path("report.html");
  const id = listed?.drill_id.slice(0, 8) ?? "";
  expect(await backstay("drill", "report", id, "--output", file)).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, "utf8")).toContain("<h1>Restore drill of NAS</h1>");
  const chinese = await backstay("drill", "report", id, "--lang", "zh");
  expect(chinese.stdout).toContain("<h1>NAS 的恢复演练</h1>");
  expect((await backstay("drill", "report", "00000000")).stderr).toContain("There is no such drill");

  const scheduled = await backstay("drill", "schedule", "NAS", "--restore-every", "7", "--warn-after", "0");
  expect(scheduled.stdout).toMatch(/restore drill: passed, just now; next on \d+ /);
  expect(scheduled.stdout).toContain("no alert when none passes for long");
  expect(scheduled.stdout).toContain("failover drill: there is no second replica");
  const [standing] = JSON.parse((await backstay("drill", "--json")).stdout) as object[];
  expect(standing).toMatchObject({ name: "NAS", settings: { restore_every_days: 7, warn_after_days: 0 } });
  expect((await backstay("drill", "--lang", "zh")).stdout).toContain("恢复演练: 通过");
  const refused = await backstay("drill", "failover", "NAS");
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain("there is no other replica that is known to be well");
});
