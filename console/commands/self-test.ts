/** `backstay health self-test`: has a disk test itself, or shows which did. */
import { formatMoment } from "../../shared/format/calendar-date.ts";
import { printable } from "../../shared/format/printable.ts";
import type { SelfTestKind, SelfTestRun } from "../../shared/model/self-test.ts";
import type { Language } from "../../shared/words/language.ts";
import { selfTestRefusals, selfTestStates } from "../../shared/words/self-test-words.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { withHost } from "../host-client/with-host.ts";
import { formatTable } from "../output/table.ts";
import { selfTestCommandWords } from "../words/self-test-words.ts";
import { findDisk } from "./find-disk.ts";

const MANY = 50;

/** @param wanted a disk by its serial number, its device or its name; shows the last tests when left out */
export async function selfTest(
  context: CommandContext,
  wanted: string | undefined,
  kind: SelfTestKind,
): Promise<ExitCode> {
  const { output, language } = context;
  const words = selfTestCommandWords[language];
  return await withHost(context, async (host) => {
    const { disks } = await host.call("health.disks", {});
    if (wanted === undefined) {
      const { tests } = await host.call("selfTests.list", { limit: MANY });
      const nameOf = (test: SelfTestRun) => disks.find(({ id }) => id === test.subjectId)?.name ?? "?";
      output.json(tests.map((test) => testJson(test, nameOf(test))));
      if (tests.length === 0) output.line(words.none);
      else for (const line of tableOf(tests, nameOf, language)) output.line(line);
      return EXIT.done;
    }
    const disk = findDisk(disks, wanted, context);
    const test = await host.call("selfTests.start", { subjectId: disk.id, kind });
    output.json(testJson(test, disk.name));
    output.line(words.begun(printable(disk.name)));
    return EXIT.done;
  });
}

function tableOf(
  tests: readonly SelfTestRun[],
  nameOf: (test: SelfTestRun) => string,
  language: Language,
): readonly string[] {
  const { columns, kind } = selfTestCommandWords[language];
  return formatTable<SelfTestRun>(
    [
      { title: columns.disk, cell: (test) => printable(nameOf(test)) },
      { title: columns.test, cell: (test) => kind[test.kind] },
      { title: columns.began, cell: ({ startedMs }) => formatMoment(startedMs, Date.now(), language) },
      { title: columns.outcome, cell: (test) => outcomeOf(test, language) },
    ],
    tests,
  );
}

function outcomeOf(
  { state, remainingPercent, firstErrorAt, refusal }: SelfTestRun,
  language: Language,
): string {
  const words = selfTestCommandWords[language];
  if (state === "running" && remainingPercent !== null) return words.remaining(remainingPercent);
  if (state === "failed" && firstErrorAt !== null) return words.failedAt(printable(firstErrorAt));
  if (refusal !== null) return selfTestRefusals[language][refusal].why;
  return selfTestStates[language][state];
}

function testJson(test: SelfTestRun, disk: string) {
  return {
    message_type: "self_test",
    ...{ id: test.id, disk, disk_id: test.subjectId, kind: test.kind, cause: test.cause, state: test.state },
    started: new Date(test.startedMs).toISOString(),
    ended: test.endedMs === null ? null : new Date(test.endedMs).toISOString(),
    ...{ remaining_percent: test.remainingPercent, first_error_at: test.firstErrorAt, refusal: test.refusal },
  };
}
