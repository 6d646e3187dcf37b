import { defineConfig } from "vitest/config";
import { rememberCompiledCode } from "./test/support/remember-compiled-code.ts";

rememberCompiledCode();

/** Suites that run whole programs, two files at a time: they are of one process each, and a machine has two cores. */
const SIDE_BY_SIDE = ["test/{compat,faults}/**/*.test.ts"];
/** Suites that run a host and a browser, one file at a time, because they measure, and take two cores by themselves. */
const ALONE = ["test/{console,e2e,electron}/**/*.test.ts"];

const limits = { pool: "forks", testTimeout: 600_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { name: "side by side", include: SIDE_BY_SIDE, maxWorkers: 2, ...limits } },
      { test: { name: "alone", include: ALONE, fileParallelism: false, ...limits } },
    ],
  },
});
