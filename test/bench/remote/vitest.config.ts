import { defineConfig } from "vitest/config";

/** Not part of any suite: it measures, so it wants the machine for itself. */
export default defineConfig({
  test: {
    include: ["test/bench/remote/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 3_600_000,
  },
});
