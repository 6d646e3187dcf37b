import { randomUUID } from "node:crypto";
import { BackstayError, isBackstayError, toWire } from "../../../shared/errors.ts";
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { SnmpHostSetup } from "../../../shared/model/snmp-setup.ts";
import {
  type HostTrial,
  WATCHED_HOST_SECRETS,
  type WatchedHostDraft,
  type WatchedHostSecret,
  type WatchedHostSecrets,
  type WatchedHostSetup,
} from "../../../shared/model/watched-host.ts";
import type { WatchedHostRecord, WatchedHostStore } from "../../catalog/watched-host-store.ts";
import type { Clock } from "../../clock.ts";
import { parseHostKey } from "../../remote/host-key.ts";
import type { SecretStore } from "../../secrets/secret-store.ts";
import { type HostReader, missingSecret } from "./open-host.ts";
import { silentHost } from "./silent-host.ts";

/** Which hosts are watched, and how each is signed in to. */
export type HostService = {
  list(): readonly WatchedHostRecord[];
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND */
  require(id: WatchedHostId): WatchedHostRecord;
  /** @throws {BackstayError} NAME_TAKEN, WATCHED_HOST_INCOMPLETE, WATCHED_HOST_FIXED for a second machine of its own */
  add(draft: WatchedHostDraft, secrets: WatchedHostSecrets): Promise<WatchedHostRecord>;
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND, NAME_TAKEN, WATCHED_HOST_INCOMPLETE, WATCHED_HOST_FIXED */
  edit(id: WatchedHostId, draft: WatchedHostDraft, secrets: WatchedHostSecrets): Promise<WatchedHostRecord>;
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND, WATCHED_HOST_FIXED */
  remove(id: WatchedHostId): Promise<void>;
  /** @throws {BackstayError} WATCHED_HOST_NOT_FOUND */
  trustKey(id: WatchedHostId, hostKey: string): WatchedHostRecord;
  /** @throws {BackstayError} WATCHED_HOST_INCOMPLETE */
  test(
    id: WatchedHostId | undefined,
    draft: WatchedHostDraft,
    secrets: WatchedHostSecrets,
  ): Promise<HostTrial>;
  /** What the key store has for a host. */
  secretsOf(host: Pick<WatchedHostRecord, "id" | "kept">): Promise<WatchedHostSecrets>;
};

export type HostServiceParts = {
  readonly store: WatchedHostStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly read: HostReader;
  /** What this machine is called, as long as nobody gives it another name. */
  readonly hostname: string;
  readonly onChange: () => void;
  readonly onRemoved: (id: WatchedHostId) => void;
};

const TEST_LIMIT_MS = 45_000;

export function createHostService(parts: HostServiceParts): HostService {
  const { store, secrets, clock } = parts;
  ensureLocal(store, parts.hostname);

  const require = (id: WatchedHostId): WatchedHostRecord => {
    const host = store.get(id);
    if (host === undefined) throw new BackstayError("WATCHED_HOST_NOT_FOUND", {});
    return host;
  };
  const secretsOf: HostService["secretsOf"] = async ({ id, kept }) => {
    const found = await Promise.all(
      kept.map(async (name) => [name, await secrets.get(secretName(id, name))] as const),
    );
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  };
  /** What was given, and for the rest what is kept: but a secret meant for one machine never goes to another. */
  const complete = async (
    before: WatchedHostRecord | undefined,
    { name, setup }: WatchedHostDraft,
    given: WatchedHostSecrets,
  ): Promise<WatchedHostSecrets> => {
    const isSame = before !== undefined && isSamePlace(before.setup, setup);
    const kept = isSame ? await secretsOf(before) : {};
    const wanted = secretsFor(setup);
    const all: WatchedHostSecrets = {};
    for (const secret of wanted) {
      const isOwnKey = secret === "passphrase" && given.privateKey !== undefined;
      const value = given[secret] ?? (isOwnKey ? undefined : kept[secret]);
      if (value !== undefined) all[secret] = value;
    }
    const missing = missingSecret(setup, all);
    if (missing !== undefined) throw new BackstayError("WATCHED_HOST_INCOMPLETE", { name, secret: missing });
    return all;
  };
  const save = async (
    id: WatchedHostId,
    draft: WatchedHostDraft,
    given: WatchedHostSecrets,
  ): Promise<WatchedHostRecord> => {
    const before = store.get(id);
    const all = await complete(before, draft, given);
    const isTaken = store.list().some((other) => other.name === draft.name && other.id !== id);
    if (isTaken) throw new BackstayError("NAME_TAKEN", { name: draft.name });
    for (const name of WATCHED_HOST_SECRETS) {
      const value = all[name];
      if (value === undefined) await secrets.remove(secretName(id, name));
      else await secrets.set(secretName(id, name), value);
    }
    const isSame = before !== undefined && isSamePlace(before.setup, draft.setup);
    const host: WatchedHostRecord = {
      ...(before ?? NEW),
      ...draft,
      id,
      kept: WATCHED_HOST_SECRETS.filter((name) => all[name] !== undefined),
      hostKey: isSame ? before.hostKey : null,
    };
    store.save(host);
    parts.onChange();
    return host;
  };

  return {
    list: store.list,
    require,
    secretsOf,
    async add(draft, given) {
      if (draft.setup.kind === "local") throw new BackstayError("WATCHED_HOST_FIXED", { name: draft.name });
      return await save(randomUUID() as string as WatchedHostId, draft, given);
    },
    async edit(id, draft, given) {
      const before = require(id);
      const isLocal = before.setup.kind === "local";
      if (isLocal !== (draft.setup.kind === "local"))
        throw new BackstayError("WATCHED_HOST_FIXED", { name: before.name });
      return await save(id, draft, given);
    },
    async remove(id) {
      const { name, setup, kept } = require(id);
      if (setup.kind === "local") throw new BackstayError("WATCHED_HOST_FIXED", { name });
      store.remove(id);
      parts.onRemoved(id);
      for (const secret of kept) await secrets.remove(secretName(id, secret));
      parts.onChange();
    },
    trustKey(id, hostKey) {
      const host = { ...require(id), hostKey: parseHostKey(hostKey) ?? null };
      store.save(host);
      parts.onChange();
      return host;
    },
    async test(id, draft, given) {
      const before = id === undefined ? undefined : require(id);
      const all = await complete(before, draft, given);
      const isSame = before !== undefined && isSamePlace(before.setup, draft.setup);
      const pinned = isSame && before.hostKey !== null ? parseHostKey(before.hostKey) : undefined;
      const signal = AbortSignal.timeout(TEST_LIMIT_MS);
      try {
        const { reading, hostKey } = await parts.read(draft.setup, {
          ...{
            secrets: all,
            pinned,
            refusals: new Map(),
            known: new Set<string>(),
            given: [],
            nowMs: clock.nowMs(),
          },
          signal,
        });
        const gaps = [...reading.gaps, ...reading.disks.flatMap(({ reading: { gaps: own } }) => own)];
        // what is refused is refused for each disk anew
        const different = [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
        return {
          ...{ error: null, hostKey, gaps: different.slice(0, 100) },
          ...{ disks: reading.disks.length, arrays: reading.arrays.length },
        };
      } catch (failure) {
        const error = signal.aborted && failure === signal.reason ? silentHost(draft) : failure;
        if (!isBackstayError(error)) throw error;
        return { error: toWire(error, ""), hostKey: null, disks: 0, arrays: 0, gaps: [] };
      }
    },
  };
}

const NEW = {
  ...{ hostKey: null, askedMs: null, answeredMs: null, silentSinceMs: null },
  ...{ error: null, facts: null, gaps: [] },
} as const;

/** The machine the engine runs on is always there. */
export function ensureLocal(store: WatchedHostStore, hostname: string): void {
  const hosts = store.list();
  if (hosts.some(({ setup }) => setup.kind === "local")) return;
  const names = new Set(hosts.map(({ name }) => name));
  const base = hostname.trim().slice(0, 80) || "localhost";
  const name = [base, ...Array.from({ length: hosts.length + 1 }, (_, n) => `${base} ${n + 2}`)].find(
    (one) => !names.has(one),
  );
  const id = randomUUID() as string as WatchedHostId;
  store.save({ ...NEW, gaps: [], id, name: name ?? base, setup: { kind: "local" }, kept: [] });
}

/** Which secrets a host has a use for. */
function secretsFor(setup: WatchedHostSetup): readonly WatchedHostSecret[] {
  if (setup.kind === "snmp")
    return setup.signIn.version === "v3" ? ["hashPassword", "cipherPassword"] : ["community"];
  if (setup.kind === "local" || setup.signIn === "agent") return [];
  return setup.signIn === "key" ? ["privateKey", "passphrase"] : ["password"];
}

/** Whether what is kept and pinned for one may be used for the other. */
function isSamePlace(a: WatchedHostSetup, b: WatchedHostSetup): boolean {
  if (a.kind === "ssh" && b.kind === "ssh")
    return a.address === b.address && a.port === b.port && a.user === b.user;
  if (a.kind === "snmp" && b.kind === "snmp")
    return a.address === b.address && a.port === b.port && accountOf(a) === accountOf(b);
  return a.kind === "local" && b.kind === "local";
}

/** Null where there is none, in SNMP version 2c. */
function accountOf({ signIn }: SnmpHostSetup): string | null {
  return signIn.version === "v3" ? signIn.user : null;
}

function secretName(id: WatchedHostId, secret: WatchedHostSecret): string {
  return `host:${id}:${secret}`;
}
