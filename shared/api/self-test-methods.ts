import { z } from "zod";
import { HealthSubjectIdText, WatchedHostIdText } from "../model/primitives.ts";
import { SELF_TEST_KINDS, SelfTestRun, SelfTestSchedule } from "../model/self-test.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const ofHost = z.strictObject({ hostId: WatchedHostIdText });

export const selfTestMethods = {
  /** Tests that disks run of themselves, as far as they were started from here: the newest first; of one disk, one host, or all. */
  "selfTests.list": method(
    "read",
    z.strictObject({
      subjectId: HealthSubjectIdText.optional(),
      hostId: WatchedHostIdText.optional(),
      limit: z.int().min(1).max(500),
    }),
    z.strictObject({ tests: z.array(SelfTestRun) }),
  ),
  /** Answers when the disk has begun. @throws HEALTH_SUBJECT_NOT_FOUND, SELF_TEST_REFUSED */
  "selfTests.start": method(
    "write",
    z.strictObject({ subjectId: HealthSubjectIdText, kind: z.enum(SELF_TEST_KINDS) }),
    SelfTestRun,
  ),
  /** Off where nobody has set it. @throws WATCHED_HOST_NOT_FOUND */
  "selfTests.schedule": method("read", ofHost, SelfTestSchedule),
  /** @throws WATCHED_HOST_NOT_FOUND; SELF_TEST_REFUSED for a host that can only be read */
  "selfTests.setSchedule": method("write", ofHost.extend({ schedule: SelfTestSchedule }), nothing),
};
