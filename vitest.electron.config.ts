import { defineConfig } from "vitest/config";

/** The desktop application in the real Electron; see `scripts/test-electron.ts`. */
export default defineConfig({
  test: {
    include: ["test/electron-real/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
