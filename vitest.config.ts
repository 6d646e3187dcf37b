import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { rememberCompiledCode } from "./test/support/remember-compiled-code.ts";

rememberCompiledCode();

/** Unit tests: they stand beside the code and need no other program to be of use. */
export default defineConfig({
  test: {
    include: ["{bin,shared,core,console,electron,renderer,scripts,test/support}/**/*.test.ts"],
    setupFiles: ["test/support/cheap-keys.ts"],
    pool: "forks",
    maxWorkers: availableParallelism() + 1, // one of them always waits: for a disk, for a server, for time to pass
    testTimeout: 30_000,
  },
});
