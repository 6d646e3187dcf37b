import { z } from "zod";

/** Something that has to be mounted for all of a source to be there. */
export const SourceMount = z.strictObject({
  /** The source's path, absolute and clean. */
  path: z.string(),
  /** Where it is mounted. */
  point: z.string(),
  /** The file system that was there last, like `cifs`. */
  type: z.string(),
  /** It is a share in a folder of the path; otherwise it holds the path. */
  isWithin: z.boolean(),
});
export type SourceMount = z.infer<typeof SourceMount>;
