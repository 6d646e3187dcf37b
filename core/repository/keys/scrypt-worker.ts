import { parentPort, workerData } from "node:worker_threads";
import { createRomix } from "../../kernel/create-romix.ts";
import { READY } from "../../threads/ready-message.ts";
import type { ScryptLanes, ScryptThreadData } from "./scrypt-messages.ts";

const { n, r, lanesAtOnce } = workerData as ScryptThreadData;
const romix = createRomix(n, r, lanesAtOnce);

// no native code is needed here, so there is nothing to load
parentPort?.postMessage(READY);
parentPort?.on("message", ({ offset, lanes }: ScryptLanes) => {
  parentPort?.postMessage({ offset, lanes: romix(lanes).slice() } satisfies ScryptLanes);
});
