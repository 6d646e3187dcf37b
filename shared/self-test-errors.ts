import type { SelfTestRefusal } from "./model/self-test.ts";

/** Errors about tests that disks run of themselves. */
export type SelfTestErrorDetails = {
  /** `name` is the disk, or the host whose disks are meant. `message` is what the tool said; null when it was not asked. */
  SELF_TEST_REFUSED: { name: string; reason: SelfTestRefusal; message: string | null };
};
export type SelfTestErrorCode = keyof SelfTestErrorDetails;
