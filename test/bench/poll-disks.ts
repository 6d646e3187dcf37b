/**
 * Measures what watching an office costs: rounds over 50 disks on this machine and four that are reached over SSH, all of them
 * virtual, through the whole engine. Reports how long a round takes, and what share of a core one round every five minutes is.
 * Usage: node test/bench/poll-disks.ts [ROUNDS]; needs a computer that does nothing else.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROUND_EVERY_MS } from "../../core/health/hosts/staleness.ts";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { openTestHost } from "../support/host.ts";
import { makeVirtualMachine, smartOutput } from "../support/virtual-machine.ts";

const [rounds = 12] = process.argv.slice(2).map(Number);
const HOSTS = 5;
const DISKS_EACH = 10;
const WALL_TARGET_S = 10;
const CPU_TARGET_SHARE = 0.01;
const PASSWORD = "bench";
/** Of `/proc/self/stat`: what the kernel counts time in on every common system. */
const TICKS_A_SECOND = 100;

const folder = mkdtempSync(join(tmpdir(), "backstay-bench-"));
const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");

function makeMachine(host: number): string {
  const place = join(folder, `machine ${host}`.replace(" ", "-"));
  mkdirSync(place);
  const disks = Array.from({ length: DISKS_EACH }, (_, n) => ({
    name: `sd${"abcdefghij"[n]}`,
    smart: smartOutput(HEALTHY, { serial: `H${host}D${n}` }),
  }));
  makeVirtualMachine(place).setDisks(disks);
  return place;
}

/** CPU time of the engine, and of the programs it has started on this machine, in seconds. */
function cpuSeconds(): { readonly engine: number; readonly programs: number } {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync("/proc/self/stat", "utf8");
  // behind the name, which may hold anything, in brackets
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const programs = (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
  return { engine: (user + system) / 1e6, programs };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const [own = "", ...others] = Array.from({ length: HOSTS }, (_, n) => makeMachine(n));
const served = spawn(
  process.execPath,
  [join(import.meta.dirname, "disk-hosts/serve-hosts.ts"), PASSWORD, ...others],
  {
    stdio: ["pipe", "pipe", "inherit"],
  },
);
const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
const host = await openTestHost(join(folder, "home"), { clock, toolFolder: own, hostname: "bench" });
try {
  const lines = createInterface({ input: served.stdout });
  const [line] = (await Promise.race([once(lines, "line"), once(lines, "close")])) as [string?];
  if (line === undefined) throw new Error("the other machines do not start");
  for (const [n, port] of (JSON.parse(line) as number[]).entries()) {
    const setup = { kind: "ssh", address: "127.0.0.1", port, user: "root", signIn: "password" } as const;
    await host.call("hosts.add", { draft: { name: `host ${n}`, setup }, secrets: { password: PASSWORD } });
  }
  await host.call("health.checkNow", {}); // the first round also makes the disks known
  const results: { readonly wallS: number; readonly engineS: number; readonly programsS: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    clock.aheadMs += ROUND_EVERY_MS;
    const before = cpuSeconds();
    const start = performance.now();
    await host.call("health.checkNow", {});
    const wallS = (performance.now() - start) / 1000;
    const after = cpuSeconds();
    const result = {
      wallS,
      engineS: after.engine - before.engine,
      programsS: after.programs - before.programs,
    };
    results.push(result);
    console.log(
      `${round}/${rounds}: ${wallS.toFixed(2)} s, CPU of the engine ${result.engineS.toFixed(2)} s, of programs on this machine ${result.programsS.toFixed(2)} s`,
    );
  }
  const { disks } = await host.call("health.disks", {});
  const fine = disks.filter(({ verdict }) => verdict === "ok").length;
  if (fine !== HOSTS * DISKS_EACH) throw new Error(`${fine} of ${HOSTS * DISKS_EACH} disks were read`);
  const share = mean(results.map(({ engineS, programsS }) => engineS + programsS)) / (ROUND_EVERY_MS / 1000);
  const wallS = median(results.map((result) => result.wallS));
  const longestS = Math.max(...results.map((result) => result.wallS));
  const verdict = (isReached: boolean) => (isReached ? "reached" : "missed");
  console.log(
    `median of ${rounds}: a round over ${fine} disks on ${HOSTS} hosts takes ${wallS.toFixed(2)} s, at most ${longestS.toFixed(2)} s (target ${WALL_TARGET_S} s: ${verdict(longestS <= WALL_TARGET_S)}); ${(share * 100).toFixed(2)} % of a core on average (target ${CPU_TARGET_SHARE * 100} %: ${verdict(share <= CPU_TARGET_SHARE)})`,
  );
} finally {
  await host.stop();
  if (served.exitCode === null) {
    served.stdin.end();
    await once(served, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
}
