import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{shared,core,console,scripts}/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
  },
});
