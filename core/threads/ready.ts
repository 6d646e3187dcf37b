import type { MessagePort } from "node:worker_threads";
import { openSsl } from "../platform/openssl.ts";
import { hasPosixLibrary } from "../platform/posix-library.ts";
import { openZstd } from "../platform/zstd.ts";
import { READY } from "./ready-message.ts";

/**
 * To be called by a thread before it works: loads the native code it may need, and says that it may be ended from now on. A
 * thread that is ended while a native module is being loaded takes the whole process with it.
 */
export function getReady(port: MessagePort): void {
  openSsl();
  openZstd();
  hasPosixLibrary();
  port.postMessage(READY);
}
