import {
  type SshHostSetup,
  type WatchedHost,
  WatchedHostDraft,
  type WatchedHostSecret,
  type WatchedHostSecrets,
} from "../../../../shared/model/watched-host.ts";

export type SignIn = SshHostSetup["signIn"];

/** What is in the form, as it is typed. */
export type HostForm = {
  /** The machine the engine runs on has a name, and nothing else to fill in. */
  readonly kind: "local" | "ssh";
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly signIn: SignIn;
  readonly secrets: Readonly<Record<WatchedHostSecret, string>>;
};

const NO_SECRETS = { privateKey: "", passphrase: "", password: "" } as const;

export const EMPTY_FORM: HostForm = {
  ...{ kind: "ssh", name: "", address: "", port: "22", user: "root", signIn: "key" },
  secrets: NO_SECRETS,
};

/** Whether this page can change how a host is reached; one of another kind is set up elsewhere. */
export function canEdit({ setup }: Pick<WatchedHost, "setup">): boolean {
  return setup.kind === "local" || setup.kind === "ssh";
}

export function formOf({ name, setup }: Pick<WatchedHost, "name" | "setup">): HostForm {
  if (setup.kind !== "ssh") return { ...EMPTY_FORM, kind: "local", name };
  const { address, port, user, signIn } = setup;
  return { ...EMPTY_FORM, ...{ name, address, port: String(port), user, signIn } };
}

/** @returns what is to be saved; undefined while something is missing, or cannot be right */
export function draftOf(form: HostForm): WatchedHostDraft | undefined {
  const { kind, name, address, port, user, signIn } = form;
  const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : Number.NaN;
  const setup = kind === "local" ? { kind } : { kind, address, port: number, user, signIn };
  return WatchedHostDraft.safeParse({ name, setup }).data;
}

/** What was typed and belongs to this way of signing in; an empty field leaves the secret as it is. */
export function secretsOf({ kind, signIn, secrets }: HostForm): WatchedHostSecrets {
  if (kind === "local") return {};
  const wanted: readonly WatchedHostSecret[] =
    signIn === "key" ? ["privateKey", "passphrase"] : signIn === "password" ? ["password"] : [];
  return Object.fromEntries(
    wanted.flatMap((name) => (secrets[name] === "" ? [] : [[name, withNewline(name, secrets[name])]])),
  );
}

/** Whoever copies a key often leaves its last line end behind, without which some programs do not know it. */
function withNewline(name: WatchedHostSecret, text: string): string {
  return name === "privateKey" ? `${text.trim()}\n` : text;
}

/** Whether it is another place than before, so that what is kept and pinned for the old one does not hold. */
export function isMoved(before: Pick<WatchedHost, "setup"> | undefined, form: HostForm): boolean {
  if (before?.setup.kind !== "ssh") return false;
  const { address, port, user } = before.setup;
  return address !== form.address.trim() || String(port) !== form.port.trim() || user !== form.user.trim();
}
