import { randomUUID } from "node:crypto";
import { z } from "zod";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import {
  GatewayDraft,
  type GatewayHealth,
  GatewayIdText,
  type GatewayView,
} from "../../shared/model/gateway.ts";
import { isLoopback } from "../alerts/channels/check-address.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";
import type { Clock } from "../clock.ts";
import { type Goal, startTcpGateway, type TcpGateway } from "./tcp-gateway.ts";

const GatewayRecord = GatewayDraft.extend({ id: GatewayIdText });
export type GatewayRecord = z.infer<typeof GatewayRecord>;

/** Gateways of this computer: what a person set up, and those that run in this host. */
export type GatewayService = {
  list(): GatewayView[];
  /**
   * @param mayListen whether the caller may open ports of this computer
   * @throws {BackstayError} GATEWAY_NOT_FOUND, GATEWAY_REFUSED, NAME_TAKEN
   */
  save(id: string | null, draft: GatewayDraft, mayListen: boolean): Promise<GatewayView>;
  remove(id: string): Promise<void>;
  /** Those of a repository that is not known here any more. */
  removeOf(id: RepositoryId): Promise<void>;
  /** Lets those that are to run do so; one that could not listen tries again. To be called now and then. */
  tick(): Promise<void>;
  /** Another replica of a repository may be active. */
  follow(id: RepositoryId): void;
  /** What is open may go on for a little while. */
  stop(): Promise<void>;
};

export type GatewayServiceParts = {
  readonly settings: Pick<SettingsStore, "get" | "setAll">;
  readonly clock: Clock;
  /** Undefined for a repository that is gone. */
  readonly replicasOf: (
    id: RepositoryId,
  ) => readonly { readonly id: ReplicaId; readonly role: "active" | "standby" }[] | undefined;
  /** One of a repository came, went or was changed. */
  readonly onChange: (id: RepositoryId) => void;
};

type Running = { readonly gateway: TcpGateway; readonly listen: string };

const SETTING = "gateways";
/** A host that ends is not kept from it for longer by a client that does not. */
const STOP_WITHIN_MS = 5_000;

export function createGatewayService(parts: GatewayServiceParts): GatewayService {
  const { settings, clock, replicasOf, onChange } = parts;
  const running = new Map<string, Running>();
  const problems = new Map<string, string>();
  let isStopped = false;
  let last: Promise<void> = Promise.resolve();

  const all = (): GatewayRecord[] =>
    z
      .array(GatewayRecord)
      .catch([])
      .parse(settings.get(SETTING) ?? []);
  const keep = (records: readonly GatewayRecord[]) => settings.setAll({ [SETTING]: records });
  const require = (id: string): GatewayRecord => {
    const found = all().find((one) => one.id === id);
    if (found === undefined) throw new BackstayError("GATEWAY_NOT_FOUND", {});
    return found;
  };

  const activeIn = (id: RepositoryId) => replicasOf(id)?.find(({ role }) => role === "active")?.id;
  const goalOf = ({ repositoryId, targets }: GatewayRecord): Goal | undefined => {
    const id = activeIn(repositoryId);
    if (id === undefined) return undefined;
    return { id, addresses: targets.find(({ replicaId }) => replicaId === id)?.addresses ?? [] };
  };

  /** One after the other: two at once would listen twice. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  async function settle(): Promise<void> {
    const wanted = isStopped ? [] : all().filter(({ isInHost }) => isInHost);
    for (const [id, { gateway, listen }] of running) {
      const record = wanted.find((one) => one.id === id);
      if (record !== undefined && JSON.stringify(record.listen) === listen) {
        gateway.setLimits(record.limits);
        gateway.follow(goalOf(record));
        continue;
      }
      running.delete(id);
      // whoever is in it is not waited for
      void gateway.close((record?.limits.drainSeconds ?? 0) * 1000);
    }
    for (const id of problems.keys()) if (wanted.every((one) => one.id !== id)) problems.delete(id);
    for (const record of wanted) if (!running.has(record.id)) await start(record);
  }

  async function start(record: GatewayRecord): Promise<void> {
    try {
      const gateway = await startTcpGateway(record.listen, record.limits, clock);
      gateway.follow(goalOf(record));
      running.set(record.id, { gateway, listen: JSON.stringify(record.listen) });
      problems.delete(record.id);
    } catch (error) {
      problems.set(record.id, systemCodeOf(error) ?? "EINVAL");
    }
  }

  const viewOf = (record: GatewayRecord): GatewayView => {
    const activeId = activeIn(record.repositoryId) ?? null;
    const problem = problems.get(record.id) ?? null;
    const known = running.get(record.id)?.gateway.health();
    const health =
      known === undefined ? { ...SILENT, activeId, hasTarget: hasTarget(record, activeId) } : known;
    return { ...record, activeId, health: record.isInHost ? { ...health, problem } : null };
  };

  return {
    list: () => all().map(viewOf),
    async save(id, draft, mayListen) {
      if (!mayListen) throw refused(draft, "not-permitted");
      if (!draft.isOpenToNetwork && !isLoopback(draft.listen.host)) throw refused(draft, "open-to-network");
      const replicas = replicasOf(draft.repositoryId) ?? [];
      if (draft.targets.some(({ replicaId }) => replicas.every((one) => one.id !== replicaId)))
        throw refused(draft, "not-a-replica");
      if (id !== null) require(id);
      const others = all().filter((other) => other.id !== id);
      if (others.some(({ name }) => name === draft.name))
        throw new BackstayError("NAME_TAKEN", { name: draft.name });
      const record: GatewayRecord = { ...draft, id: id ?? randomUUID() };
      keep([...others, record]);
      await inTurn(settle);
      onChange(record.repositoryId);
      return viewOf(record);
    },
    async remove(id) {
      const { repositoryId } = require(id);
      keep(all().filter((one) => one.id !== id));
      await inTurn(settle);
      onChange(repositoryId);
    },
    async removeOf(repositoryId) {
      const others = all().filter((one) => one.repositoryId !== repositoryId);
      if (others.length === all().length) return;
      keep(others);
      await inTurn(settle);
    },
    tick: () => inTurn(settle),
    follow(id) {
      for (const record of all())
        if (record.repositoryId === id) running.get(record.id)?.gateway.follow(goalOf(record));
    },
    async stop() {
      isStopped = true;
      await last;
      const ending = [...running.values()];
      running.clear();
      await Promise.all(ending.map(({ gateway }) => gateway.close(STOP_WITHIN_MS)));
    },
  };
}

function refused({ name }: GatewayDraft, reason: "not-permitted" | "open-to-network" | "not-a-replica") {
  return new BackstayError("GATEWAY_REFUSED", { name, reason });
}

function hasTarget({ targets }: GatewayRecord, activeId: ReplicaId | null): boolean {
  return targets.some(({ replicaId }) => replicaId === activeId);
}

const SILENT: Omit<GatewayHealth, "problem"> = {
  ...{ listensAt: null, activeId: null, hasTarget: false, followsSinceMs: null },
  ...{ open: 0, draining: 0, connecting: 0, accepted: 0, cutOff: 0, bytesIn: 0, bytesOut: 0 },
  refused: { "no-target": 0, limit: 0, unreachable: 0 },
  lastFailure: null,
};
