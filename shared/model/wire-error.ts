import { z } from "zod";
import type { WireError } from "../errors.ts";

/** An error as it crosses the contract. Its details come from a build that knows the codes, so they are not looked into. */
export const WireErrorShape = z.custom<WireError>(
  (value) =>
    z.strictObject({ code: z.string(), details: z.record(z.string(), z.unknown()) }).safeParse(value).success,
);
