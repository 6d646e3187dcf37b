import { defineConfig } from "vitest/config";

/** Unit tests: they stand beside the code and need no other program to be of use. */
export default defineConfig({
  test: {
    include: ["{bin,shared,core,console,electron,renderer,scripts,test/support}/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
  },
});
