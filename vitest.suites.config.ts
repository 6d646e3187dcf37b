import { defineConfig } from "vitest/config";
import { rememberCompiledCode } from "./test/support/remember-compiled-code.ts";

rememberCompiledCode();

/** Suites that run whole programs, a host and a browser among them: most of their time one of them waits for another. */
const SIDE_BY_SIDE = ["test/{compat,faults,console,e2e,electron}/**/*.test.ts"];
/** What measures has the machine for itself. */
const ALONE = ["test/e2e/large-folder.test.ts"];

const limits = { pool: "forks", testTimeout: 600_000, hookTimeout: 120_000 } as const;
const setupFiles = ["test/support/cheap-keys.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...{ name: "side by side", include: SIDE_BY_SIDE, exclude: ALONE, ...limits, setupFiles },
          ...{ maxWorkers: 2, sequence: { groupOrder: 0 } },
        },
      },
      {
        test: {
          ...{ name: "alone", include: ALONE, ...limits, setupFiles },
          ...{ fileParallelism: false, sequence: { groupOrder: 1 } },
        },
      },
    ],
  },
});
