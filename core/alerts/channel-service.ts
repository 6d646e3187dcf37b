import { randomUUID } from "node:crypto";
import path from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import type { ChannelId } from "../../shared/ids.ts";
import {
  CHANNEL_SECRETS,
  type ChannelDraft,
  type ChannelSecret,
  type ChannelSecrets,
  type ChannelSetup,
  type ChannelView,
  type DeliveryOutcome,
} from "../../shared/model/alert-channel.ts";
import type { ChannelRecord, ChannelStore } from "../catalog/channel-store.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { isLoopback, parseChannelAddress } from "./channels/check-address.ts";

export type ChannelService = {
  list(): ChannelView[];
  /**
   * @param mayChooseProgram whether the caller may say which program is run
   * @throws {BackstayError} CHANNEL_NOT_FOUND, CHANNEL_INCOMPLETE, CHANNEL_ADDRESS_INVALID, CHANNEL_PROGRAM_REFUSED, NAME_TAKEN and
   *   others about its form
   */
  save(
    id: ChannelId | null,
    draft: ChannelDraft,
    secrets: ChannelSecrets,
    mayChooseProgram?: boolean,
  ): Promise<ChannelView>;
  remove(id: ChannelId): Promise<void>;
  /** Sends a test with what is in the form, saving nothing. @throws as `save` does */
  test(
    id: ChannelId | null,
    draft: ChannelDraft,
    secrets: ChannelSecrets,
    mayChooseProgram?: boolean,
  ): Promise<DeliveryOutcome>;
  /** What the key store has for a channel. */
  secretsOf(channel: Pick<ChannelRecord, "id" | "kept">): Promise<ChannelSecrets>;
};

export type ChannelServiceParts = {
  readonly store: ChannelStore;
  readonly secrets: SecretStore;
  readonly countWaiting: (id: ChannelId) => number;
  readonly sendTest: (draft: ChannelDraft, secrets: ChannelSecrets) => Promise<DeliveryOutcome>;
  readonly onSaved: (channel: ChannelRecord) => void;
  readonly onRemoved: (id: ChannelId) => void;
};

export function createChannelService(parts: ChannelServiceParts): ChannelService {
  const { store, secrets } = parts;
  const view = (channel: ChannelRecord): ChannelView => ({
    ...channel,
    waiting: parts.countWaiting(channel.id),
  });
  const require = (id: ChannelId): ChannelRecord => {
    const channel = store.get(id);
    if (channel === undefined) throw new BackstayError("CHANNEL_NOT_FOUND", {});
    return channel;
  };
  const secretsOf: ChannelService["secretsOf"] = async ({ id, kept }) => {
    const found = await Promise.all(
      kept.map(async (name) => [name, await secrets.get(secretName(id, name))] as const),
    );
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  };
  /** What was given, and for the rest what is kept. A secret goes where it was meant for only: to the same server as before. */
  const complete = async (
    id: ChannelId | null,
    draft: ChannelDraft,
    given: ChannelSecrets,
    mayChooseProgram: boolean,
  ): Promise<ChannelSecrets> => {
    const before = id === null ? undefined : require(id);
    const kept = before === undefined ? {} : await secretsOf(before);
    const wanted = secretsFor(draft.setup);
    const isSameTarget = before !== undefined && isSamePlace(before.setup, draft.setup);
    const all: ChannelSecrets = {};
    for (const name of wanted) {
      const movesAway =
        name !== "address" && given.address !== undefined && !isSameHost(given.address, kept.address);
      const value = given[name] ?? (isSameTarget && !movesAway ? kept[name] : undefined);
      if (value !== undefined) all[name] = value;
    }
    check(draft, all);
    if (!mayChooseProgram) requireSameProgram(draft.setup, before?.setup);
    return all;
  };

  return {
    list: () => store.list().map(view),
    secretsOf,
    async save(id, draft, given, mayChooseProgram = false) {
      const all = await complete(id, draft, given, mayChooseProgram);
      const isTaken = store.list().some((other) => other.name === draft.name && other.id !== id);
      if (isTaken) throw new BackstayError("NAME_TAKEN", { name: draft.name });
      const channelId = id ?? (randomUUID() as string as ChannelId);
      for (const name of CHANNEL_SECRETS) {
        const value = all[name];
        if (value === undefined) await secrets.remove(secretName(channelId, name));
        else if (given[name] !== undefined) await secrets.set(secretName(channelId, name), value);
      }
      const before = store.get(channelId);
      const channel: ChannelRecord = {
        ...draft,
        id: channelId,
        addressHost: all.address === undefined ? "" : parseChannelAddress(all.address).host,
        kept: CHANNEL_SECRETS.filter((name) => all[name] !== undefined),
        lastSuccessMs: before?.lastSuccessMs ?? null,
        lastFailureMs: before?.lastFailureMs ?? null,
        lastFailure: before?.lastFailure ?? null,
      };
      store.save(channel);
      parts.onSaved(channel);
      return view(channel);
    },
    async remove(id) {
      const { kept } = require(id);
      store.remove(id);
      parts.onRemoved(id);
      for (const name of kept) await secrets.remove(secretName(id, name));
    },
    async test(id, draft, given, mayChooseProgram = false) {
      return await parts.sendTest(draft, await complete(id, draft, given, mayChooseProgram));
    },
  };
}

/** Which secrets a channel has a use for. */
function secretsFor(setup: ChannelSetup): readonly ChannelSecret[] {
  switch (setup.kind) {
    case "mail":
      return setup.user === "" ? [] : ["password"];
    case "webhook":
    case "sms":
      return ["address", "key"];
    case "heartbeat":
      return ["address"];
    case "command":
      return [];
  }
}

/** @throws {BackstayError} for what could never work, or would tell a secret to the network */
function check({ name, setup }: ChannelDraft, secrets: ChannelSecrets): void {
  const need = (secret: ChannelSecret) => {
    if (secrets[secret] === undefined) throw new BackstayError("CHANNEL_INCOMPLETE", { name, secret });
  };
  if (secrets.address !== undefined) parseChannelAddress(secrets.address);
  if (setup.kind === "mail") {
    if (setup.user === "") return;
    if (setup.security === "none" && !isLoopback(setup.host))
      throw new BackstayError("CHANNEL_IN_CLEAR", { host: setup.host });
    need("password");
  } else if (setup.kind === "command") {
    if (!path.isAbsolute(setup.program))
      throw new BackstayError("CHANNEL_PROGRAM_RELATIVE", { program: setup.program });
  } else {
    need("address");
    if (setup.kind === "webhook" && (setup.shape === "telegram" || setup.shape === "gotify")) need("key");
  }
}

/** @throws {BackstayError} CHANNEL_PROGRAM_REFUSED where another program would be run than before, or the same otherwise */
function requireSameProgram(setup: ChannelSetup, before: ChannelSetup | undefined): void {
  if (setup.kind !== "command") return;
  const isSame = before?.kind === "command" && before.program === setup.program;
  if (isSame && JSON.stringify(before.arguments) === JSON.stringify(setup.arguments)) return;
  throw new BackstayError("CHANNEL_PROGRAM_REFUSED", { program: setup.program });
}

/** Whether what is kept for one setup may be sent to another: a password entered for one server never goes to the next. */
function isSamePlace(a: ChannelSetup, b: ChannelSetup): boolean {
  if (a.kind === "mail" && b.kind === "mail")
    return a.host === b.host && a.port === b.port && a.user === b.user;
  return a.kind === b.kind;
}

function isSameHost(address: string, other: string | undefined): boolean {
  return other !== undefined && URL.parse(address)?.origin === URL.parse(other)?.origin;
}

function secretName(id: ChannelId, secret: ChannelSecret): string {
  return `channel:${id}:${secret}`;
}
