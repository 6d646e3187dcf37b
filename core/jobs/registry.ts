import type { JobDefinition } from "./define-job.ts";

/** Every kind of job there is. */
export const jobDefinitions: readonly JobDefinition[] = [];
