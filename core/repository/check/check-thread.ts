/** A worker thread of a check: verifies pack files that the main thread read. */
import { thisThread } from "../../threads/this-thread.ts";
import type { MasterKey } from "../types.ts";
import { createPackVerifier, type PackReport, type PackToVerify } from "./verify-pack.ts";

/** What a check thread is started with. */
export type CheckThreadData = { readonly masterKey: MasterKey };
export type ToCheckThread = PackToVerify;
/** Reports come in the order of the packs; the memory of the pack comes back with them. */
export type FromCheckThread = { readonly report: PackReport; readonly memory: Uint8Array<ArrayBuffer> };

const { data, send, onMessage } = thisThread<CheckThreadData, ToCheckThread, FromCheckThread>();
const verifyPack = createPackVerifier(data.masterKey);

onMessage((pack) => {
  const report = verifyPack(pack);
  const transfer = report.trees.flatMap(({ subtrees, content, files }) =>
    [subtrees, content, files.ends, files.chunks, files.names].map(({ buffer }) => buffer),
  );
  send(
    { report, memory: pack.bytes },
    [...new Set([pack.bytes.buffer, ...transfer])].filter((buffer) => buffer.byteLength > 0),
  );
});
