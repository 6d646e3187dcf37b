/** Plans that a second Backstay may start, on the command line of both. */
import { hostname } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { openTestHost } from "../test/support/host.ts";
import { officeHost, PASSWORD } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

async function twoComputers() {
  const office = await officeHost();
  const { path, host } = office;
  const second = await openTestHost(path("second"), { hostname: "server" });
  onTestFinished(() => second.stop());
  for (const [home, one] of [
    ["home", host],
    ["second", second],
  ] as const) {
    const socket = await serveHostSocket(path(home), one);
    onTestFinished(() => socket.close());
  }
  await second.call("repositories.open", { name: "Box", location: path("nas"), password: PASSWORD });
  const on =
    (home: string) =>
    async (...args: string[]) =>
      await runHere(args, { env: { BACKSTAY_HOME: path(home) } });
  return { ...office, second, here: on("home"), there: on("second") };
}

test("a plan is offered, stood by for on another computer, told of on both, left and kept", async () => {
  const { here, there, path, plan } = await twoComputers();
  expect((await here("failover", "plans")).stdout).toBe("No plan is shared with another computer.\n");
  const offered = await here("failover", "offer", "Office hours", "--lease", "60");
  expect(offered).toMatchObject({
    ...{ exitCode: 0, stderr: "" },
    stdout: "Office hours (NAS): This computer starts it. No other computer stands by yet.\n",
  });
  expect((await there("failover", "plans")).stdout).toBe(
    `Office hours (Box): ${hostname()} offers it. This computer does not stand by.\n`,
  );
  const stood = await there("failover", "stand-by", "Office hours", "--after", "90");
  expect(stood.stdout).toBe(`Office hours (Box): ${hostname()} starts it. This computer stands by.\n`);
  const told = JSON.parse((await there("failover", "plans", "--json")).stdout) as object[];
  expect(told).toEqual([
    {
      ...{ plan_id: plan.id, name: "Office hours", repository: "Box", repository_id: plan.repositoryId },
      ...{
        state: "owners",
        is_own: false,
        is_owner_there: expect.toBeOneOf([null, true]), // on a slow machine it has left a second sign by now
        is_here: false,
        owner: hostname(),
        holder: hostname(),
      },
      ...{ lease_ms: 60_000, after_ms: 90_000, since: null, standby: [], missing_paths: [] },
      ...{ new_paths: [], paused: null },
      ...{ paths: [path("documents")], looked: expect.stringMatching(/^\d{4}-.*Z$/) },
    },
  ]);
  expect((await there("failover", "plans", "--lang", "zh")).stdout).toContain("执行。本机正在待命。");
  await here("failover", "plans"); // it has to see the other one twice to know that it is there
  await there("failover", "plans");
  expect((await here("failover", "plans")).stdout).toContain("This computer starts it. server stands by.");

  const left = await there("failover", "leave", "Office hours");
  expect(left.stdout).toContain("does not stand by");
  expect(await here("failover", "keep", plan.id)).toMatchObject({ exitCode: 0, stdout: "Saved.\n" });
  expect((await there("failover", "plans")).stdout).toBe("No plan is shared with another computer.\n");
});

test("what makes no sense is refused with its reason and a way on, and a wrong name with those there are", async () => {
  const { here, there, path, host } = await twoComputers();
  const unknown = await here("failover", "offer", "Weekend");
  expect(unknown.exitCode).toBe(1);
  expect(unknown.stderr).toContain("Office hours");
  const nothing = await there("failover", "stand-by", "Office hours");
  expect(nothing.exitCode).toBe(1);
  await here("failover", "offer", "Office hours");
  const notOwn = await here("failover", "stand-by", "Office hours");
  expect(notOwn.exitCode).toBe(1);
  const short = await here("failover", "offer", "Office hours", "--lease", "2");
  expect(short.exitCode).not.toBe(0);
  const { sources } = await host.call("sources.list", {});
  const [source] = sources;
  if (source?.kind !== "files") throw new Error("no source");
  const { id: sourceId, ...draft } = source;
  await host.call("sources.save", { sourceId, draft: { ...draft, paths: [path("nowhere")] } });
  await here("failover", "plans");
  const missing = await there("failover", "stand-by", "Office hours");
  expect(missing.exitCode).toBe(1);
  expect(missing.stderr).toContain(`This computer cannot read ${path("nowhere")}.`);
  expect(missing.stderr).toContain("Only what is under the same path on both computers");
  expect((await there("failover", "plans")).stdout).toContain("This computer cannot stand by");
});
