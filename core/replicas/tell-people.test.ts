import { expect, test } from "vitest";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import { describeAlert } from "../../shared/words/alerts.ts";
import { LANGUAGES } from "../../shared/words/language.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Notice } from "../failover/state/command.ts";
import { tellPeople } from "./tell-people.ts";

const [A, B] = ["a", "b"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId) as [
  ReplicaId,
  ReplicaId,
];
const repository = {
  id: "c".repeat(64) as RepositoryId,
  name: "Office",
  replicas: [
    { id: A, name: "Synology" },
    { id: B, name: "TrueNAS" },
  ],
} as unknown as RepositoryRecord;

/** What people are told of a notice. */
function told(notice: Notice): AlertSubject {
  const raised: AlertSubject[] = [];
  const alerts = {
    raise: (subject: AlertSubject) => void raised.push(subject),
    resolve: () => undefined,
    lastingSubject: () => undefined,
  } as unknown as Parameters<typeof tellPeople>[0];
  tellPeople(alerts, repository, A, notice, 7);
  const [subject] = raised;
  if (subject === undefined) throw new Error("nobody was told");
  return subject;
}
const failed = { kind: "failed", command: "verify", replicaId: B, detail: "OBJECT_CORRUPT" } as const;
const gone = {
  ...({ kind: "fault", fault: "unreachable", replicaId: A } as const),
  ...{ sinceMs: 1, times: 3, detail: "STORE_UNREACHABLE" },
};
const lasting = { nowMs: 10, resolvedMs: null };

test.each(LANGUAGES)(
  "who could not take over is called by its name, not by that of the one to be left: %s",
  (language) => {
    const subject = told({ about: "given-up", activeId: A, cause: failed, isActiveWell: false });
    const { happened } = describeAlert(subject, lasting, language);
    expect(happened).toMatch(/TrueNAS (could not take over|无法接管)/);
    expect(happened).not.toMatch(/Synology (could not take over|无法接管)/);
    const nobody = told({ about: "no-candidate", activeId: A, cause: gone });
    expect(describeAlert(nobody, lasting, language).happened).toMatch(
      /Synology (cannot be reached|无法访问)/,
    );
  },
);

test.each(LANGUAGES)(
  "a move that was given up while the active one is well makes no backup wait: %s",
  (language) => {
    const subject = told({
      about: "given-up",
      activeId: B,
      cause: { ...failed, replicaId: A },
      isActiveWell: true,
    });
    const { title, summary, means, toDo } = describeAlert(subject, lasting, language);
    expect(summary).toContain("TrueNAS");
    expect(title).toContain("Synology");
    expect(toDo).toContain("Synology");
    expect(`${summary} ${means}`).not.toMatch(/wait for|may fail|等待 TrueNAS|可能失败/);
  },
);

test.each(LANGUAGES)("one that an older version told of is worded still: %s", (language) => {
  const {
    goalName: _,
    isActiveWell: __,
    ...old
  } = told({
    ...({ about: "given-up", activeId: A, cause: failed, isActiveWell: false } as const),
  }) as Extract<AlertSubject, { code: "FAILOVER_STUCK" }>;
  expect(describeAlert(old, lasting, language).happened).not.toMatch(/undefined/);
});
