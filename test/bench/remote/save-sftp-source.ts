/** Backs a folder of another machine up as a job does, in a process of its own: what it is told comes as JSON in its first argument. */
import { z } from "zod";
import { runMachineBackup } from "../../../core/backup/remote/run-machine-backup.ts";
import { openMachineSession } from "../../../core/remote/open-machine-session.ts";
import { SshMachine } from "../../../shared/model/ssh-machine.ts";
import { openEngine } from "../../support/engine.ts";

const Order = z.strictObject({
  machine: SshMachine,
  privateKey: z.string(),
  location: z.string(),
  cacheFolder: z.string(),
  source: z.string(),
  /** The repository is made, and nothing else. */
  isNew: z.boolean(),
});
const { machine, privateKey, location, cacheFolder, source, isNew } = Order.parse(
  JSON.parse(process.argv[2] ?? ""),
);
const engine = await openEngine({ location, cacheFolder, password: "pw", ...(isNew ? { init: 2 } : {}) });
const problems = isNew ? [] : (await save()).problems;
await engine.close();
if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));

function save() {
  return runMachineBackup(
    engine.repository,
    engine.cache,
    {
      ...{ mode: "incremental", hostname: "machine", tags: [], compression: "auto", paths: [source] },
      ...{ excludes: [], excludeCaches: false, bytesPerSecond: undefined, machine: machine.address },
      connect: (signal) => openMachineSession(machine, { privateKey }, signal),
    },
    { signal: new AbortController().signal, reportProgress: () => undefined },
  );
}
