/** A worker thread of a check: verifies pack files that the main thread read. */
import { parentPort, workerData } from "node:worker_threads";
import { freeBytes } from "../../threads/free-bytes.ts";
import { getReady } from "../../threads/ready.ts";
import type { MasterKey } from "../types.ts";
import { createPackVerifier, type PackReport, type PackToVerify } from "./verify-pack.ts";

/** What a check thread is started with. */
export type CheckThreadData = { readonly masterKey: MasterKey };
export type ToCheckThread = PackToVerify;
/** Reports come in the order of the packs. */
export type FromCheckThread = PackReport;

const port = parentPort;
if (port === null) throw new Error("check-thread runs as a worker thread only");
getReady(port);

const verifyPack = createPackVerifier((workerData as CheckThreadData).masterKey);

port.on("message", (pack: ToCheckThread) => {
  const report: FromCheckThread = verifyPack(pack);
  freeBytes(pack.bytes);
  const transfer = report.trees.flatMap(({ subtrees, content }) => [subtrees.buffer, content.buffer]);
  port.postMessage(
    report,
    [...new Set(transfer)].filter((buffer) => buffer.byteLength > 0),
  );
});
