import type { ControllerReading } from "../../../../shared/model/health-reading.ts";
import type { Finding } from "../../../../shared/model/health-verdict.ts";

/** One thing that can be wrong with a controller or a storage box. Pure; nothing when it has nothing to say. */
export type ControllerRule = (reading: ControllerReading) => Finding | readonly Finding[] | undefined;
