/**
 * Backs a folder up as of one moment and stops in the middle of it for ever, for a test that kills it.
 * Arguments: the repository's folder, its password, the source.
 */
import { writeSync } from "node:fs";
import { openEngine } from "./engine.ts";

const [location = "", password = "", source = ""] = process.argv.slice(2);
const engine = await openEngine({ location, password });
await engine.backUp(
  source,
  { asOfOneMoment: true },
  {
    reportProgress() {
      writeSync(1, "held\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
);
