import { z } from "zod";
import { Survival } from "../model/survival.ts";
import { method } from "./method.ts";

export const survivalMethods = {
  /** For each source, what is left of its copies when a disk, a box, the office or the password is lost. */
  "survival.get": method("read", z.strictObject({}), Survival),
};
