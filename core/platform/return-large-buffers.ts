import { isBackstayError } from "../../shared/errors.ts";
import { posixLibrary } from "./posix-library.ts";

/** @source mallopt(3), glibc */
const M_MMAP_THRESHOLD = -3;
const THRESHOLD_BYTES = 1024 * 1024;

/**
 * Has the memory of large buffers given back to the system as soon as they are freed. glibc would do so with the first ones, and
 * then keep room for those that follow in the heap, which has holes soon: with packs of 16 MiB that come and go, some 50 MiB
 * stay taken. New memory for each buffer costs about a millisecond per pack.
 *
 * Holds for the whole process. Other C libraries have no such habit, or no such function, and are left alone.
 */
export function returnLargeBuffers(): void {
  if (process.platform !== "linux") return;
  try {
    posixLibrary().bind("mallopt", "int", ["int", "int"])(M_MMAP_THRESHOLD, THRESHOLD_BYTES);
  } catch (error) {
    if (!isBackstayError(error, "PLATFORM_UNSUPPORTED")) throw error;
  }
}
