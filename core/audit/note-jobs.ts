/** Jobs that take something away, bring something back or mend something: what came of them, whoever asked. */
import type { AuditFacts, AuditOutcome, AuditSubject } from "../../shared/model/audit.ts";
import type { AuditStore } from "../catalog/audit-store.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { AuditTrail, NewAct } from "./audit-trail.ts";
import type { NameOf } from "./describe-call.ts";

const KINDS: ReadonlySet<string> = new Set(["forget", "prune", "restore", "repair", "heal", "drill"]);
const REMEMBERED = 1_000;

export type JobNoter = { note(job: JobRecord): void };

/** To be told of each change of a job; each end is recorded once. */
export function createJobNoter(
  trail: Pick<AuditTrail, "note">,
  store: Pick<AuditStore, "actOfJob">,
  nameOf: NameOf,
): JobNoter {
  const noted = new Set<string>();
  return {
    note(job) {
      const isOver = job.state !== "queued" && job.state !== "running";
      if (!isOver || !KINDS.has(job.kind) || noted.has(job.id)) return;
      noted.add(job.id);
      for (const id of noted) if (noted.size > REMEMBERED) noted.delete(id);
      const asked = store.actOfJob(job.restartOf ?? job.id) ?? store.actOfJob(job.id);
      const actor: NewAct["actor"] =
        asked === undefined
          ? { kind: job.kind === "forget" || job.kind === "prune" ? "retention" : "engine" }
          : asked.actor;
      const facts: AuditFacts = {
        ...(asked === undefined ? {} : { askedBy: asked.number }),
        ...countsOf(job),
      };
      trail.note(
        { actor, action: `job.${job.kind}`, subjects: subjectsOf(job, nameOf), facts },
        outcomeOf(job),
      );
    },
  };
}

function outcomeOf({ state, error }: JobRecord): AuditOutcome {
  const isDone = state === "done" || state === "done-with-problems";
  return { is: isDone ? "done" : "failed", code: error?.code ?? null, facts: { state } };
}

function subjectsOf(
  { id, origin: { repositoryId, planId }, kind }: JobRecord,
  nameOf: NameOf,
): AuditSubject[] {
  const named = Object.entries({ repository: repositoryId, plan: planId }).flatMap(([of, subject]) =>
    subject === undefined ? [] : [{ kind: of, id: subject, name: nameOf(of, subject) ?? "" }],
  );
  return [...named, { kind: "job", id, name: kind }];
}

const MAX_FACTS = 20;
const MAX_IDS = 200;

/** Numbers of the result, and which snapshots were removed. */
function countsOf({ result, input }: JobRecord): AuditFacts {
  const summary = result?.summary ?? {};
  const numbers = Object.entries(summary).filter(([, value]) => typeof value === "number");
  const { removed } = summary;
  const ids = Array.isArray(removed) ? removed.filter((id) => typeof id === "string") : undefined;
  const { repository } = Object(input) as { repository?: { location?: unknown } };
  return {
    ...(Object.fromEntries(numbers.slice(0, MAX_FACTS)) as AuditFacts),
    ...(ids === undefined
      ? {}
      : { snapshots: ids.length, snapshotIds: ids.slice(0, MAX_IDS).map((id) => id.slice(0, 8)) }),
    ...(typeof repository?.location === "string" ? { location: repository.location.slice(0, 1000) } : {}),
  };
}
