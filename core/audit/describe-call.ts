/**
 * What the trail keeps of a call: names, ids, numbers and choices, never a secret. Of a method that is not named here only what
 * cannot be secret is taken over, so that a new one is recorded too.
 */

import type { CheckedInput, MethodName } from "../../shared/api/methods.ts";
import { methods } from "../../shared/api/methods.ts";
import { rawToText } from "../../shared/format/raw-to-text.ts";
import type { AuditFact, AuditFacts, AuditSubject } from "../../shared/model/audit.ts";
import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import { contentsOf, machineOf, type SourceDraft } from "../../shared/model/source.ts";
import { locationOfPlace } from "../places/place-location.ts";
import { canonicalText } from "./record.ts";

export type CallDescription = {
  readonly subjects: readonly AuditSubject[];
  readonly facts: AuditFacts;
};

/** What a thing is called now; undefined for what is not known. */
export type NameOf = (kind: string, id: string) => string | undefined;

/** Ways of looking, although they may write or reach other machines: they change nothing that lasts. */
const NOT_RECORDED: ReadonlySet<string> = new Set<MethodName>([
  "app.finishSetUp",
  "folders.choose",
  "repositories.inspect",
  "repositories.refresh",
  "health.checkNow",
  "hosts.test",
  "sources.databases",
]);
/** What only reads, and yet takes data out of the repositories. */
const RECORDED_READS: ReadonlySet<string> = new Set<MethodName>(["restore.download"]);

export function isRecorded(method: MethodName): boolean {
  return RECORDED_READS.has(method) || (methods[method].right === "write" && !NOT_RECORDED.has(method));
}

type Describers = { readonly [N in MethodName]?: (input: CheckedInput<N>) => AuditFacts };

const DESCRIBERS: Describers = {
  "settings.set": (changed) =>
    Object.fromEntries(
      Object.entries(changed).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, isFact(value) ? value : short(canonicalText(value))]],
      ),
    ),
  "folders.make": ({ parent, name }) => ({ parent: short(parent), name }),
  "sources.save": ({ sourceId, draft }) => ({
    ...{
      isNew: sourceId === null,
      kind: draft.kind,
      name: draft.name,
      // the arguments of a command may hold anything
      paths: some(draft.kind === "command" ? [draft.program] : contentsOf(draft)),
      excludes: "excludes" in draft ? draft.excludes.length : 0,
      // which key somebody took for the machine's
      ...hostKeyOf(draft),
    },
  }),
  "sources.try": ({ draft }) => ({
    ...{ kind: draft.kind, name: draft.name },
    paths: some(draft.kind === "command" ? [draft.program] : contentsOf(draft)),
  }),
  "plans.save": ({ planId, draft }) => ({
    ...{ isNew: planId === null, name: draft.name, mode: draft.mode, sources: draft.sourceIds.length },
    ...{ schedule: short(canonicalText(draft.schedule)), retention: keepsOf(draft.retention) },
    // their arguments may hold what is nobody's business
    ...(draft.hooks === undefined
      ? {}
      : { hooks: some(draft.hooks.map(({ name, when, program }) => `${name}, ${when}: ${program}`)) }),
  }),
  "repositories.create": ({ name, location }) => ({ name, location: placeOf(location) }),
  "repositories.open": ({ name, location }) => ({ name, location: placeOf(location) }),
  "repositories.setPlace": ({ location }) => ({ location: placeOf(location) }),
  "repositories.rename": ({ name }) => ({ name }),
  "repositories.check": ({ readDataPercent }) => ({ readDataPercent }),
  "replicas.add": ({ name, location }) => ({ name, location: placeOf(location) }),
  "replicas.adopt": ({ name, location }) => ({ name, location: placeOf(location) }),
  "drills.settings": ({ settings }) => ({ settings: short(canonicalText(settings)) }),
  "drills.addVital": ({ path }) => ({ path: short(path) }),
  "drills.removeVital": ({ path }) => ({ path: short(path) }),
  "failover.settings": ({ settings }) => ({ settings: short(canonicalText(settings)) }),
  "snapshots.forget": ({ snapshotIds }) => ({
    ...{
      snapshots: snapshotIds.length,
      snapshotIds: some(
        snapshotIds.map((id) => id.slice(0, 8)),
        200,
      ),
    },
  }),
  "snapshots.pin": ({ snapshotId }) => ({ snapshotId: snapshotId.slice(0, 8) }),
  "snapshots.unpin": ({ snapshotId }) => ({ snapshotId: snapshotId.slice(0, 8) }),
  "plans.settleRot": ({ isMeant }) => ({ isMeant }),
  "restore.start": ({ snapshotId, paths, target, conflict }) => ({
    ...{ snapshotId: snapshotId.slice(0, 8), entries: paths.length, paths: some(paths.map(rawToText)) },
    ...{ target: target.kind === "folder" ? short(target.folder) : target.kind, conflict },
  }),
  "restore.database": ({ snapshotId, path, name, typedName }) => ({
    ...{ snapshotId: snapshotId.slice(0, 8), paths: [rawToText(path)], name, replaces: typedName === name },
  }),
  "restore.download": ({ snapshotId, paths }) => ({
    ...{ snapshotId: snapshotId.slice(0, 8), entries: paths.length, paths: some(paths.map(rawToText)) },
  }),
  "alerts.channels.save": ({ channelId, draft }) => ({
    ...{ isNew: channelId === null, name: draft.name, kind: draft.setup.kind, isEnabled: draft.isEnabled },
  }),
  "alerts.channels.test": ({ draft }) => ({ name: draft.name, kind: draft.setup.kind }),
  "hooks.save": ({ hookId, draft }) => ({
    ...{ isNew: hookId === null, name: draft.name, kind: draft.action.kind, when: draft.when },
    ...{ moves: draft.moves, isEnabled: draft.isEnabled, onFailure: draft.onFailure },
  }),
  "gateways.save": ({ gatewayId, draft }) => ({
    ...{ isNew: gatewayId === null, name: draft.name, isOpenToNetwork: draft.isOpenToNetwork },
    listen: `${draft.listen.host}:${draft.listen.port}`,
    targets: some(
      draft.targets.flatMap(({ addresses }) => addresses.map(({ host, port }) => `${host}:${port}`)),
    ),
  }),
  "hosts.add": ({ draft }) => ({ name: draft.name, kind: draft.setup.kind }),
  "hosts.edit": ({ draft }) => ({ name: draft.name, kind: draft.setup.kind }),
};

function hostKeyOf(draft: SourceDraft): AuditFacts {
  const hostKey = machineOf(draft)?.hostKey;
  return hostKey == null ? {} : { hostKey };
}

/** @param input checked against the contract */
export function describeCall(method: MethodName, input: unknown, nameOf: NameOf): CallDescription {
  const describe = DESCRIBERS[method] as ((input: unknown) => AuditFacts) | undefined;
  const plain = typeof input === "object" && input !== null ? input : {};
  const facts = describe?.(input) ?? harmlessFacts(plain);
  return { subjects: subjectsOf(plain, nameOf), facts };
}

/** Each id in the first level names a thing: `planId` is of a plan. Ids of snapshots are facts, for they have no names. */
function subjectsOf(input: object, nameOf: NameOf): AuditSubject[] {
  return Object.entries(input).flatMap(([key, id]): AuditSubject[] => {
    const kind = /^([a-z][A-Za-z]*)Id$/.exec(key)?.[1];
    if (kind === undefined || kind === "snapshot" || typeof id !== "string") return [];
    return [{ kind, id: id.slice(0, 100), name: nameOf(kind, id) ?? "" }];
  });
}

/** Numbers and choices: a text may be anything, a password too. */
function harmlessFacts(input: object): AuditFacts {
  const entries = Object.entries(input).filter(
    ([, value]) => typeof value === "number" || typeof value === "boolean",
  );
  return Object.fromEntries(entries.slice(0, 20));
}

function isFact(value: unknown): value is AuditFact {
  return ["string", "number", "boolean"].includes(typeof value);
}

const MAX_TEXT = 1_000;
function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** The first of them; how many there are stands beside. */
function some(texts: readonly string[], most = 20): string[] {
  return texts.slice(0, most).map(short);
}

/** Like `daily 7, weekly 4`; empty when everything is kept. */
function keepsOf(retention: Readonly<Record<string, number | null>>): string {
  const kept = Object.entries(retention).filter(([, count]) => count !== null);
  return kept.map(([unit, count]) => `${unit} ${count}`).join(", ");
}

/** Without its secrets. A location that somebody typed may have a password in it. */
function placeOf(where: string | RemotePlaceDraft): string {
  if (typeof where !== "string") {
    try {
      return short(locationOfPlace(where.place));
    } catch {
      return `${where.place.kind}:…`; // it will be refused for the same reason
    }
  }
  return short(where.replace(/\/\/[^/@]*@/, "//…@"));
}
