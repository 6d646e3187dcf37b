/** What is run around backups of a plan, set up on the command line, with a host that runs beside it and without one. */
import { expect, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

test("a program is set up, listed, tried, changed and removed", async () => {
  const { path, host, plan } = await officeHost();
  const home = path("home");
  const socket = await serveHostSocket(home, host);
  const hooks = (...args: string[]) => runHere(["plan-hooks", ...args], { env: { BACKSTAY_HOME: home } });
  const kept = async () => (await host.call("plans.list", {})).plans[0]?.plan.hooks;
  expect((await hooks("list", "office hours")).stdout).toBe("This plan runs nothing around its backups.\n");
  const node = process.execPath;
  const script = "console.log(process.env.BACKSTAY_PLAN); process.exit(4)";
  expect(await hooks("set", plan.name, "Stop shop", "--", node, "-e", script)).toMatchObject({ exitCode: 0 });
  const first = {
    ...{ name: "Stop shop", isEnabled: true, when: "before", program: node, arguments: ["-e", script] },
    ...{ limitSeconds: 300, onFailure: "abort" },
  };
  expect(await kept()).toEqual([first]);
  expect(await hooks("try", plan.name, "stop shop")).toMatchObject({
    ...{ exitCode: 1, stdout: "Office hours\nIt ended with an error (4). Nothing was backed up.\n" },
  });
  const start = ["set", plan.name, "Start shop", "--when", "after", "--limit", "5"];
  expect((await hooks(...start, "--", node, "-e", "")).exitCode).toBe(0);
  expect((await hooks("try", plan.name, "Start shop")).stdout).toMatch(/^It worked, in /);
  expect((await hooks("list", plan.name)).stdout).toMatch(
    /Stop shop +before +5 min.* +no backup +.*\nStart shop +after +5 s.* +people are told/,
  );
  // what is not said stays
  expect((await hooks("set", plan.name, "Stop shop", "--off", "--on-failure", "warn")).exitCode).toBe(0);
  expect((await kept())?.[0]).toEqual({ ...first, isEnabled: false, onFailure: "warn" });
  expect((await hooks("list", plan.name, "--lang", "zh")).stdout).toMatch(/Stop shop +已停用/);

  expect((await hooks("set", plan.name, "Other")).exitCode).not.toBe(0);
  expect((await hooks("set", plan.name, "Other", "--", "ls")).stderr).toContain("whole path");
  expect((await hooks("set", "no such plan", "Other", "--", "/bin/ls")).exitCode).not.toBe(0);
  expect((await hooks("remove", plan.name, "Stop shop")).exitCode).toBe(0);
  expect((await hooks("remove", plan.name, "Stop shop")).exitCode).toBe(1);
  expect(await kept()).toHaveLength(1);

  // nobody else has to be running
  await socket.close();
  await host.stop();
  const listed = await hooks("list", plan.name, "--json");
  expect(JSON.parse(listed.stdout)).toEqual([
    {
      ...{ name: "Start shop", is_enabled: true, when: "after", program: node, arguments: ["-e", ""] },
      ...{ limit_seconds: 5, on_failure: "warn" },
    },
  ]);
});
