import { z } from "zod";
import { ReadingBack } from "../model/reading-back.ts";
import { method } from "./method.ts";

export const readingBackMethods = {
  /** How far the data of each repository is read back. */
  "readingBack.list": method(
    "read",
    z.strictObject({}),
    z.strictObject({ repositories: z.array(ReadingBack) }),
  ),
};
