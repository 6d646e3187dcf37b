/** The engine over a made-up machine, with time that a test moves on. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openTestHost, type TestHost } from "./host.ts";
import { tempFolder } from "./temp-folder.ts";
import { makeVirtualMachine, type VirtualMachine } from "./virtual-machine.ts";

export type WatchingHost = {
  /** The host that is open now: another one after {@link WatchingHost.restart}. */
  readonly host: TestHost;
  /** For whatever belongs to the test; the host's data folder, `home`, is in it. */
  readonly folder: string;
  readonly home: string;
  readonly machine: VirtualMachine;
  /** What the host takes for the time. */
  readonly clock: { aheadMs: number; nowMs(): number };
  /** Some time passes, and all watched machines are read. */
  later(ms: number): Promise<void>;
  restart(): Promise<void>;
};

/** Opens a host whose own machine is made up; it is stopped with the running test. */
export async function openWatchingHost(): Promise<WatchingHost> {
  const folder = await tempFolder();
  const home = join(folder, "home");
  const machine = makeVirtualMachine(await tempFolder());
  const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
  const open = () => openTestHost(home, { clock, toolFolder: machine.folder, hostname: "office-pc" });
  let host = await open();
  onTestFinished(() => host.stop());
  return {
    get host() {
      return host;
    },
    ...{ folder, home, machine, clock },
    async later(ms) {
      clock.aheadMs += ms;
      await host.call("health.checkNow", {});
    },
    async restart() {
      await host.stop();
      host = await open();
    },
  };
}
