import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { giveWayAsJobsDo } from "./test/support/give-way-as-jobs-do.ts";
import { rememberCompiledCode } from "./test/support/remember-compiled-code.ts";

rememberCompiledCode();
giveWayAsJobsDo();

/** Suites that run whole programs and servers: one of them always waits for another, or for time to pass. */
const PROGRAMS = ["test/{compat,faults,console}/**/*.test.ts"];
/** Those with a host and pages: two of them keep two processors busy. */
const PAGES = ["test/{e2e,electron}/**/*.test.ts"];
/** What measures has the machine for itself. */
const ALONE = ["test/e2e/large-folder.test.ts"];

const limits = {
  ...{ pool: "forks" as const, testTimeout: 600_000, hookTimeout: 120_000 },
  setupFiles: ["test/support/cheap-keys.ts"],
  // as long as a page is waited for: a second, which is the usual limit, is nothing on a machine that runs other programs
  expect: { poll: { timeout: 60_000 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...{ ...limits, name: "programs", include: PROGRAMS },
          ...{ maxWorkers: availableParallelism() + 1, sequence: { groupOrder: 0 } },
        },
      },
      {
        test: {
          ...{ ...limits, name: "pages", include: PAGES, exclude: ALONE },
          ...{ maxWorkers: 2, sequence: { groupOrder: 1 } },
        },
      },
      {
        test: {
          ...{ ...limits, name: "alone", include: ALONE },
          ...{ fileParallelism: false, sequence: { groupOrder: 2 } },
        },
      },
    ],
  },
});
