import { createJobs } from "./001-jobs.ts";
import type { Migration } from "./migration.ts";

/** In the order they are applied. */
export const migrations: readonly Migration[] = [createJobs];
