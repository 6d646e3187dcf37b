import { formatGatewayAddress, parseGatewayAddress } from "../../../../shared/format/gateway-address.ts";
import type { ReplicaId, RepositoryId } from "../../../../shared/ids.ts";
import {
  type GatewayAddress,
  GatewayDraft,
  type GatewayLimits,
  type GatewayView,
  USUAL_GATEWAY_LIMITS,
} from "../../../../shared/model/gateway.ts";

/** A gateway as it is typed. */
export type GatewayForm = {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly isOpenToNetwork: boolean;
  /** Addresses with commas between them, by replica. */
  readonly targets: Readonly<Record<ReplicaId, string>>;
  readonly drain: string;
  readonly most: string;
  readonly idle: string;
  readonly isInHost: boolean;
};

export const EMPTY_GATEWAY: GatewayForm = {
  ...{ name: "", host: "127.0.0.1", port: "", isOpenToNetwork: false, targets: {}, isInHost: true },
  ...numbersOf(USUAL_GATEWAY_LIMITS),
};

export function formOfGateway({
  name,
  listen,
  isOpenToNetwork,
  isInHost,
  ...view
}: GatewayView): GatewayForm {
  return {
    ...{ name, isOpenToNetwork, isInHost, host: listen.host, port: String(listen.port) },
    targets: Object.fromEntries(
      view.targets.map(({ replicaId, addresses }) => [
        replicaId,
        addresses.map(formatGatewayAddress).join(", "),
      ]),
    ),
    ...numbersOf(view.limits),
  };
}

function numbersOf({ drainSeconds, maxConnections, idleSeconds }: GatewayLimits) {
  return { drain: String(drainSeconds), most: String(maxConnections), idle: String(idleSeconds) };
}

const RANGES = { port: [0, 65_535], drain: [0, 3_600], most: [1, 10_000], idle: [0, 604_800] } as const;
export type GatewayNumber = keyof typeof RANGES;

/** @returns undefined when it is not a whole number in its range */
export function numberIn(form: GatewayForm, name: GatewayNumber): number | undefined {
  const [least, most] = RANGES[name];
  const value = /^\d{1,6}$/.test(form[name].trim()) ? Number(form[name]) : -1;
  return value >= least && value <= most ? value : undefined;
}

/** @returns undefined when one of them is none */
export function addressesIn(text: string): readonly GatewayAddress[] | undefined {
  const parts = text.split(/[,;，；\s]+/).filter((part) => part !== "");
  const addresses = parts.map(parseGatewayAddress).filter((address) => address !== undefined);
  return addresses.length === parts.length ? addresses : undefined;
}

/** @returns undefined while something lacks or is wrong */
export function gatewayDraftOf(
  form: GatewayForm,
  repositoryId: RepositoryId,
  replicaIds: readonly ReplicaId[],
  limits: GatewayLimits = USUAL_GATEWAY_LIMITS,
): GatewayDraft | undefined {
  const numbers = {
    ...{ port: numberIn(form, "port"), drain: numberIn(form, "drain") },
    ...{ most: numberIn(form, "most"), idle: numberIn(form, "idle") },
  };
  const targets = replicaIds.map((replicaId) => ({
    replicaId,
    addresses: addressesIn(form.targets[replicaId] ?? ""),
  }));
  if (targets.some(({ addresses }) => addresses === undefined)) return undefined;
  return GatewayDraft.safeParse({
    ...{ name: form.name, repositoryId, isOpenToNetwork: form.isOpenToNetwork, isInHost: form.isInHost },
    listen: { host: form.host.trim(), port: numbers.port },
    targets: targets.filter(({ addresses }) => addresses?.length !== 0),
    limits: {
      ...{ ...limits, drainSeconds: numbers.drain, maxConnections: numbers.most },
      idleSeconds: numbers.idle,
    },
  }).data;
}
