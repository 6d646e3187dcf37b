/** By which addresses and keys names are known, looked up beside: whoever asks is never kept waiting. */
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { isBackstayError, systemCodeOf } from "../../../shared/errors.ts";
import type { Clock } from "../../clock.ts";
import type { HostKey } from "../../remote/host-key.ts";
import { readSshSettings, type SshSettings } from "../../remote/ssh-settings.ts";
import { plainAddress } from "./plain-address.ts";
import type { Server } from "./server-of.ts";

export type KnownAs = {
  /** As {@link plainAddress} writes them: the name itself, and all that it stands for. */
  readonly addresses: ReadonlySet<string>;
  /** Of SSH; null where that is not known. */
  readonly port: number | null;
  /** What whoever signs in there has pinned. */
  readonly hostKeys: readonly HostKey[];
};

export type AddressBook = {
  /** Never waits: the names alone until they are looked up. What is looked up is told by `onChange`. */
  of(server: Pick<Server, "addresses" | "ssh">): KnownAs;
  /** Those of this machine. */
  own(): ReadonlySet<string>;
  /** Resolves when nothing is left that was never looked up, or that takes too long. */
  settled(): Promise<void>;
};

export type AddressBookParts = {
  readonly clock: Clock;
  readonly onChange?: () => void;
  /** Something nobody expected; the name is known by itself alone then. */
  readonly onError: (error: unknown) => void;
  /** All addresses of a name. Fails with a system's code for one that stands for nothing, or while nobody can be asked. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  readonly readSettings?: (
    host: string,
    ssh: NonNullable<Server["ssh"]>,
  ) => Promise<Pick<SshSettings, "address" | "port" | "knownKeys">>;
  readonly interfaces?: () => readonly string[];
};

/** A name may be given to another machine. */
const LOOK_AGAIN_MS = 5 * 60_000;
const WAIT_LIMIT_MS = 3_000;

type Entry = { known: KnownAs | undefined; askedMs: number; asking: Promise<void> | undefined };

export function createAddressBook(parts: AddressBookParts): AddressBook {
  const { clock, resolve = resolveName, readSettings = settingsOf, interfaces = ownAddresses } = parts;
  const entries = new Map<string, Entry>();
  // one after another: the system's resolver holds a thread for as long as it takes, and others need those
  let line: Promise<void> = Promise.resolve();

  async function lookUp(name: string, ssh: Server["ssh"]): Promise<KnownAs> {
    const settings =
      ssh === null
        ? undefined
        : await readSettings(name, ssh).catch(unless(isSettingsTrouble, undefined, parts.onError));
    const asked = settings?.address ?? name;
    const found = await resolve(asked.replace(/^\[(.*)\]$/, "$1")).catch(
      unless((error) => systemCodeOf(error) !== undefined, [], parts.onError),
    );
    return {
      addresses: new Set([name, asked, ...found].map(plainAddress)),
      port: settings?.port ?? ssh?.port ?? null,
      hostKeys: settings?.knownKeys ?? [],
    };
  }

  const entryOf = (name: string, ssh: Server["ssh"]): Entry => {
    const key = JSON.stringify([name, ssh]);
    const entry = entries.get(key) ?? { known: undefined, askedMs: -Infinity, asking: undefined };
    entries.set(key, entry);
    const nowMs = clock.nowMs();
    if (entry.asking !== undefined || Math.abs(nowMs - entry.askedMs) < LOOK_AGAIN_MS) return entry;
    entry.askedMs = nowMs;
    entry.asking = line
      .then(() => lookUp(name, ssh))
      .then((known) => {
        // what is not found now was found before
        const isLost = known.addresses.size === 1 && (entry.known?.addresses.size ?? 0) > 1;
        const isNews = !isLost && describe(known) !== describe(entry.known);
        if (!isLost) entry.known = known;
        entry.asking = undefined;
        if (isNews) parts.onChange?.();
      });
    line = entry.asking;
    return entry;
  };

  return {
    of({ addresses, ssh }) {
      const found = addresses.map((name) => entryOf(name, ssh).known);
      return {
        addresses: new Set([
          ...addresses.map(plainAddress),
          ...found.flatMap((one) => [...(one?.addresses ?? [])]),
        ]),
        port: found.find((one) => one?.port != null)?.port ?? ssh?.port ?? null,
        hostKeys: found.flatMap((one) => one?.hostKeys ?? []),
      };
    },
    own: () => new Set(interfaces().map(plainAddress)),
    async settled() {
      if ([...entries.values()].every(({ known }) => known !== undefined)) return;
      const { promise, resolve: giveUp } = Promise.withResolvers<void>();
      const timer = setTimeout(giveUp, WAIT_LIMIT_MS);
      await Promise.race([line, promise]);
      clearTimeout(timer);
    },
  };
}

/** What settings of SSH nobody can use, or which cannot be asked for, say of a host: nothing. */
function isSettingsTrouble(error: unknown): boolean {
  return (
    (isBackstayError(error) && error.code === "SSH_SETTINGS_UNUSABLE") || systemCodeOf(error) !== undefined
  );
}

/** What stands in for an answer after a failure; one that was not expected is told besides. */
function unless<T>(
  isExpected: (error: unknown) => boolean,
  instead: T,
  tell: (error: unknown) => void,
): (error: unknown) => T {
  return (error) => {
    if (!isExpected(error)) tell(error);
    return instead;
  };
}

function describe(known: KnownAs | undefined): string {
  return JSON.stringify([[...(known?.addresses ?? [])].sort(), known?.port, known?.hostKeys]);
}

async function resolveName(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

async function settingsOf(host: string, { port, user }: NonNullable<Server["ssh"]>) {
  return await readSshSettings({ host, port: port ?? undefined, user: user ?? undefined }, {});
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}
