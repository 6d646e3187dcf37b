import type { SelfTests } from "../health/self-tests/create-self-tests.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is about tests that disks run of themselves. */
export function selfTestHandlers(selfTests: SelfTests): HandlersOf<"selfTests"> {
  return {
    "selfTests.list": async ({ limit, ...filter }) => ({ tests: selfTests.list(filter, limit) }),
    "selfTests.start": async ({ subjectId, kind }) => await selfTests.start(subjectId, kind),
    "selfTests.schedule": async ({ hostId }) => selfTests.schedule(hostId),
    "selfTests.setSchedule": async ({ hostId, schedule }) => {
      selfTests.setSchedule(hostId, schedule);
      return {};
    },
  };
}
