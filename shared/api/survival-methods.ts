import { z } from "zod";
import { STANDINGS, StandingSubject } from "../model/standing.ts";
import { Survival } from "../model/survival.ts";
import { method } from "./method.ts";

export const survivalMethods = {
  /** For each source, what is left of its copies when a disk, a box, the office or the password is lost. */
  "survival.get": method("read", z.strictObject({}), Survival),
  /**
   * Says where a machine or a place stands; null takes back what was said.
   * @throws STANDING_SUBJECT_NOT_FOUND, STANDING_FIXED for this computer
   */
  "survival.setStanding": method(
    "write",
    z.strictObject({ subject: StandingSubject, standing: z.enum(STANDINGS).nullable() }),
    z.strictObject({}),
  ),
};
