import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { rememberCompiledCode } from "./test/support/remember-compiled-code.ts";

rememberCompiledCode();

/**
 * What makes pages, texts and verdicts of what it is given. Files of these folders share a process, which takes half a second to
 * start: they keep nothing, open nothing and change nothing that another could see.
 */
const PURE = [
  "{shared,renderer}/**/*.test.ts",
  "core/health/{explain,rules,tools}/**/*.test.ts",
  "core/repository/{format,pack,snapshots}/**/*.test.ts",
];

const limits = {
  pool: "forks" as const,
  maxWorkers: availableParallelism() + 1, // one of them always waits: for a disk, for a server, for time to pass
  // what hangs: on a machine with ten times as much to do as it can, the longest need a minute
  ...{ testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } },
  setupFiles: ["test/support/cheap-keys.ts"],
};

/** Unit tests: they stand beside the code and need no other program to be of use. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: "unit",
          include: ["{bin,core,console,electron,scripts,test/support}/**/*.test.ts"],
          exclude: PURE,
        },
      },
      { test: { ...limits, name: "pure", include: PURE, isolate: false } },
    ],
  },
});
