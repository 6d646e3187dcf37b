import { defineConfig } from "vitest/config";

/** The suites that run whole programs: one file at a time, because they measure, mount and kill. */
export default defineConfig({
  test: {
    include: ["test/{compat,console,e2e,electron,faults}/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
