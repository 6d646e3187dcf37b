import { z } from "zod";
import type { Stores } from "../catalog/open-stores.ts";
import type { NameOf } from "./describe-call.ts";

type NamedStores = Pick<
  Stores,
  "repositories" | "plans" | "sources" | "channels" | "watchedHosts" | "jobs" | "alerts" | "settings"
>;

/** What things are called in the catalog at this moment. */
export function nameOfThings(stores: NamedStores): NameOf {
  // the ids were checked against the contract, or come from the catalog itself
  const lookUps: Readonly<Record<string, (id: never) => string | undefined>> = {
    repository: (id) => stores.repositories.get(id)?.name,
    replica: (id) =>
      stores.repositories
        .list()
        .flatMap(({ replicas }) => replicas)
        .find((replica) => replica.id === id)?.name,
    plan: (id) => stores.plans.get(id)?.name,
    source: (id) => stores.sources.get(id)?.name,
    channel: (id) => stores.channels.get(id)?.name,
    host: (id) => stores.watchedHosts.get(id)?.name,
    job: (id) => stores.jobs.get(id)?.kind,
    hook: (id) => nameIn(stores.settings.get("failoverHooks"), id),
    gateway: (id) => nameIn(stores.settings.get("gateways"), id),
    alert: (id) => stores.alerts.get(id)?.subject.code,
  };
  return (kind, id) => lookUps[kind]?.(id as never);
}

const Named = z.array(z.object({ id: z.string(), name: z.string() }));

/** Of a setting that is a list of things with names. */
function nameIn(list: unknown, id: string): string | undefined {
  return Named.safeParse(list).data?.find((one) => one.id === id)?.name;
}
