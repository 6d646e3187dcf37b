import type { ReadingBackService } from "../upkeep/create-reading-back.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers how far the data of repositories is read back. */
export function readingBackHandlers(
  readingBack: Pick<ReadingBackService, "view">,
): HandlersOf<"readingBack"> {
  return { "readingBack.list": async () => ({ repositories: [...readingBack.view()] }) };
}
