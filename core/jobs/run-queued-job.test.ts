import { expect, test } from "vitest";
import type { JobRecord } from "./job.ts";
import { createPauseSwitch } from "./pause-switch.ts";
import { runQueuedJob } from "./run-queued-job.ts";
import type { ProcessUrgency, SpawnJobProcess } from "./spawn-job-process.ts";

test.each([
  ["restore", "interactive"],
  ["backup", "background"],
  ["check", "background"],
])("the process of a %s is %s", async (kind, expected) => {
  const asked: (ProcessUrgency | undefined)[] = [];
  const spawn: SpawnJobProcess = (events, urgency) => {
    asked.push(urgency);
    queueMicrotask(() => events.onEnded("exit status 1"));
    return { send: () => {}, kill: () => {} };
  };
  const job = { kind, input: {} } as JobRecord;
  const control = { signal: new AbortController().signal, pause: createPauseSwitch() };
  const end = await runQueuedJob(
    job,
    spawn,
    async () => ({}),
    { onProgress: () => {}, onLog: () => {} },
    control,
  );
  expect(asked).toEqual([expected]);
  expect(end.state).toBe("failed");
});
