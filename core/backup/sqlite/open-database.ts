import { problemOf } from "../entry-problem.ts";
import type { EntryProblem } from "../messages.ts";
import type { ImageParts } from "./merge-pages.ts";
import { type DatabaseImage, type ImageWay, openImage } from "./open-image.ts";

/** Without a lock first. Who holds the lock all day, as browsers do, does not write all day. */
const WAYS: readonly ImageWay[] = ["undisturbed", "locked", "undisturbed"];

/** A database file on its way into the snapshot. */
export type OpenDatabase = {
  /** The image to be read; undefined when no way led to one, and `problem` says why. */
  image(): DatabaseImage | undefined;
  problem(): EntryProblem;
  /** What was read is not of one moment after all: goes on to the next image, which is to be read from its start. */
  nextImage(): void;
  close(): void;
};

/** The caller closes the file's descriptor, after this. */
export function openDatabase(parts: ImageParts): OpenDatabase {
  const ways = [...WAYS];
  let image: DatabaseImage | undefined;
  let problem: EntryProblem = { reason: "database-busy", systemCode: "" };

  function nextImage(): void {
    image?.close();
    image = undefined;
    while (image === undefined) {
      const way = ways.shift();
      if (way === undefined) return;
      const opened = tryToOpen(way, parts);
      if ("read" in opened) {
        image = opened;
      } else if (opened.reason !== "database-busy") {
        problem = opened;
        ways.length = 0;
      } else if (problem.systemCode === "") problem = opened;
    }
  }

  nextImage();
  return {
    image: () => image,
    problem: () => problem,
    nextImage,
    close() {
      image?.close();
      image = undefined;
      ways.length = 0;
    },
  };
}

/** What is wrong with the log need not be wrong with the file. */
function tryToOpen(way: ImageWay, parts: ImageParts): DatabaseImage | EntryProblem {
  try {
    return openImage(way, parts);
  } catch (error) {
    return { reason: "database-unclear", systemCode: problemOf(error).systemCode };
  }
}
