/** What signs in to sources: kept apart from them, and each secret only for the account that it was meant for. */
import { BackstayError } from "../../shared/errors.ts";
import type { SourceId } from "../../shared/ids.ts";
import {
  type DatabaseDraft,
  isDatabase,
  machineOf,
  type Source,
  type SourceDraft,
  type SourceSecrets,
} from "../../shared/model/source.ts";
import {
  isSameMachineAccount,
  machineText,
  SSH_SECRETS,
  type SshMachine,
  type SshSecret,
  type SshSecrets,
  secretsOfMachine,
} from "../../shared/model/ssh-machine.ts";
import type { SecretStore } from "../secrets/secret-store.ts";

/** Which secrets there are of a source. */
export type KeptOfSource = {
  readonly hasPassword: boolean;
  readonly keptOfMachine: SshSecret[];
};

export type SourceKeys = {
  /** All that is kept of one. @throws {BackstayError} SECRETS_UNREADABLE */
  of(id: SourceId): Promise<SourceSecrets>;
  /**
   * What a draft is signed in to with: what is given and, for the rest, what is kept for the same account.
   * @throws {BackstayError} SECRETS_UNREADABLE
   */
  complete(draft: SourceDraft, given: SourceSecrets, before: Source | undefined): Promise<SourceSecrets>;
  /**
   * Keeps what is given, and of what was kept only what the draft has a use for.
   * @throws {BackstayError} STORE_SIGN_IN_MISSING where nobody could sign in to its machine with what there is; then nothing is changed
   */
  keep(
    id: SourceId,
    draft: SourceDraft,
    given: SourceSecrets,
    before: Source | undefined,
  ): Promise<KeptOfSource>;
  remove(id: SourceId): Promise<void>;
};

/** Where each secret comes from that a draft has a use for; nothing for what there is not. */
type Origins = {
  readonly password: From | undefined;
  readonly machine: Readonly<Partial<Record<SshSecret, From>>>;
};
type From = "given" | "kept";

export function createSourceKeys(store: SecretStore): SourceKeys {
  /** @param before whose secrets are kept; undefined for a source that is new, of which none are */
  const read = async (
    origins: Origins,
    given: SourceSecrets,
    before: SourceId | undefined,
  ): Promise<SourceSecrets> => {
    const get = async (
      from: From | undefined,
      value: string | undefined,
      nameOf: (id: SourceId) => string,
    ) => {
      if (from === "given") return value;
      return from === undefined || before === undefined ? undefined : await store.get(nameOf(before));
    };
    const password = await get(origins.password, given.password, passwordName);
    const machine: SshSecrets = {};
    for (const name of SSH_SECRETS) {
      const value = await get(origins.machine[name], given.machine?.[name], (id) => machineName(id, name));
      if (value !== undefined) machine[name] = value;
    }
    return {
      ...(password === undefined ? {} : { password }),
      ...(Object.keys(machine).length === 0 ? {} : { machine }),
    };
  };
  return {
    of: async (id) => await read(ALL_KEPT, {}, id),
    complete: async (draft, given, before) => await read(originsOf(draft, given, before), given, before?.id),
    async keep(id, draft, given, before) {
      const origins = originsOf(draft, given, before);
      const kept = SSH_SECRETS.filter((name) => origins.machine[name] !== undefined);
      const machine = machineOf(draft);
      const isMissing = (name: SshSecret) => name !== "passphrase" && !kept.includes(name);
      if (machine !== undefined && secretsOfMachine(machine).some(isMissing))
        throw new BackstayError("STORE_SIGN_IN_MISSING", { location: machineText(machine), variables: [] });
      await update(passwordName(id), origins.password, given.password);
      for (const name of SSH_SECRETS)
        await update(machineName(id, name), origins.machine[name], given.machine?.[name]);
      return { hasPassword: origins.password !== undefined, keptOfMachine: kept };
    },
    async remove(id) {
      await store.remove(passwordName(id));
      for (const name of SSH_SECRETS) await store.remove(machineName(id, name));
    },
  };

  async function update(name: string, from: From | undefined, given: string | undefined): Promise<void> {
    if (from === "given" && given !== undefined) await store.set(name, given);
    else if (from === undefined) await store.remove(name);
  }
}

const ALL_KEPT: Origins = {
  password: "kept",
  machine: { privateKey: "kept", passphrase: "kept", password: "kept" },
};

function originsOf(draft: SourceDraft, given: SourceSecrets, before: Source | undefined): Origins {
  const machine = machineOf(draft);
  return {
    password: isDatabase(draft) ? passwordOrigin(draft, given, before) : undefined,
    machine: machine === undefined ? {} : machineOrigins(machine, given.machine ?? {}, before),
  };
}

function passwordOrigin(
  draft: DatabaseDraft,
  { password }: SourceSecrets,
  before: Source | undefined,
): From | undefined {
  if (password !== undefined) return "given";
  return isSameServer(before, draft) && before.hasPassword ? "kept" : undefined;
}

function machineOrigins(
  machine: SshMachine,
  given: SshSecrets,
  before: Source | undefined,
): Origins["machine"] {
  const kept = keptOfMachineFor(machine, before);
  const origins: Partial<Record<SshSecret, From>> = {};
  for (const name of secretsOfMachine(machine)) {
    const isOfOtherKey = name === "passphrase" && given.privateKey !== undefined;
    if (given[name] !== undefined) origins[name] = "given";
    else if (!isOfOtherKey && kept.includes(name)) origins[name] = "kept";
  }
  return origins;
}

/** Secrets of the machine that are kept, and hold for this account. */
function keptOfMachineFor(machine: SshMachine, before: Source | undefined): readonly SshSecret[] {
  const known = before === undefined ? undefined : machineOf(before);
  if (known === undefined || !isSameMachineAccount(known, machine)) return [];
  return (before !== undefined && "keptOfMachine" in before ? before.keptOfMachine : undefined) ?? [];
}

/** A password that was meant for one server, or one user, never goes to another; an address is another server's behind another machine. */
export function isSameServer(
  before: Source | undefined,
  draft: Pick<DatabaseDraft, "kind" | "user" | "server" | "through">,
): before is Extract<Source, { hasPassword: boolean }> {
  return (
    before !== undefined &&
    isDatabase(before) &&
    before.kind === draft.kind &&
    before.user === draft.user &&
    JSON.stringify(before.server) === JSON.stringify(draft.server) &&
    placeOf(before.through) === placeOf(draft.through)
  );
}

function placeOf(machine: SshMachine | null | undefined): string {
  return machine == null ? "" : JSON.stringify([machine.address, machine.port]);
}

function passwordName(id: SourceId): string {
  return `source:${id}:password`;
}

function machineName(id: SourceId, name: SshSecret): string {
  return `source:${id}:machine:${name}`;
}
