/** Looks up functions of the C library for as long as a message says, and says how many it found. */
import { posixLibrary } from "../../platform/posix-library.ts";
import { thisThread } from "../this-thread.ts";

/** How many functions to look up. */
export type ToBindingThread = number;

const { send, onMessage } = thisThread<undefined, ToBindingThread, number>();

onMessage((count) => {
  for (let n = 0; n < count; n += 1) posixLibrary().bind("getpid", "int", []);
  send(count);
});
