import { type RunningHost, runHost } from "../../console/host/run-host.ts";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { DEMO_HOSTNAME } from "./demo-folder.ts";
import type { Demo } from "./make-demo.ts";

export type DemoHost = {
  readonly host: RunningHost;
  /** The contract, as a program of the same user has it. */
  readonly api: HostConnection;
  stop(): Promise<void>;
};

/** Starts the console host on a demo's data folder, on any free port of this computer. */
export async function startDemoHost({ home, toolFolder }: Demo): Promise<DemoHost> {
  const listen = { address: "127.0.0.1", port: 0 };
  const host = await runHost({
    ...{ folder: home, isService: false, listen, tls: { kind: "none" }, hostNames: [] },
    hostname: DEMO_HOSTNAME,
    toolFolder,
  });
  const api = await connectToHost(home);
  if (api === undefined) {
    await host.stop();
    throw new Error("the demo's host does not answer");
  }
  return {
    host,
    api,
    async stop() {
      api.close();
      await host.stop();
    },
  };
}
