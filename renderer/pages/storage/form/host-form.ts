import {
  SNMP_PORT,
  type SnmpBox,
  type SnmpCipher,
  type SnmpHash,
  type SnmpHostSetup,
} from "../../../../shared/model/snmp-setup.ts";
import {
  type SshHostSetup,
  type WatchedHost,
  WatchedHostDraft,
  type WatchedHostKind,
  type WatchedHostSecret,
  type WatchedHostSecrets,
} from "../../../../shared/model/watched-host.ts";

export type SignIn = SshHostSetup["signIn"];
export type SnmpVersion = SnmpHostSetup["signIn"]["version"];

/** What is in the form, as it is typed. */
export type HostForm = {
  /** The machine the engine runs on has a name, and nothing else to fill in. */
  readonly kind: WatchedHostKind;
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  /** Over SSH. */
  readonly signIn: SignIn;
  /** Over SNMP; without a box its maker is found out. */
  readonly snmp: {
    readonly version: SnmpVersion;
    readonly hash: SnmpHash;
    readonly cipher: SnmpCipher;
    readonly box: SnmpBox | null;
  };
  readonly secrets: Readonly<Record<WatchedHostSecret, string>>;
};

const NO_SECRETS = {
  ...{ privateKey: "", passphrase: "", password: "" },
  ...{ hashPassword: "", cipherPassword: "", community: "" },
} as const;

/** What most people fill in for a kind of host. */
const USUAL = {
  ssh: { port: "22", user: "root" },
  snmp: { port: String(SNMP_PORT), user: "" },
} as const;

export const EMPTY_FORM: HostForm = {
  ...{ kind: "ssh", name: "", address: "", ...USUAL.ssh, signIn: "key" },
  snmp: { version: "v3", hash: "sha256", cipher: "aes128", box: null },
  secrets: NO_SECRETS,
};

/** @returns the form for another kind of host; what was typed stays, what was only proposed changes */
export function withKind(form: HostForm, kind: "ssh" | "snmp"): HostForm {
  const before = USUAL[kind === "ssh" ? "snmp" : "ssh"];
  return {
    ...form,
    kind,
    port: form.port === before.port ? USUAL[kind].port : form.port,
    user: form.user === before.user ? USUAL[kind].user : form.user,
  };
}

export function formOf({ name, setup }: Pick<WatchedHost, "name" | "setup">): HostForm {
  if (setup.kind === "local") return { ...EMPTY_FORM, kind: "local", name };
  const { kind, address } = setup;
  const form = { ...EMPTY_FORM, kind, name, address, port: String(setup.port) };
  if (setup.kind === "ssh") return { ...form, user: setup.user, signIn: setup.signIn };
  const { signIn, box } = setup;
  if (signIn.version === "v2c")
    return { ...form, user: "", snmp: { ...form.snmp, version: signIn.version, box } };
  const { user, ...secured } = signIn;
  return { ...form, user, snmp: { ...secured, box } };
}

/** @returns what is to be saved; undefined while something is missing, or cannot be right */
export function draftOf(form: HostForm): WatchedHostDraft | undefined {
  return WatchedHostDraft.safeParse({ name: form.name, setup: setupOf(form) }).data;
}

function setupOf({ kind, address, port: typed, user, signIn, snmp }: HostForm): unknown {
  const port = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  switch (kind) {
    case "local":
      return { kind };
    case "ssh":
      return { kind, address, port, user, signIn };
    case "snmp": {
      const { box, version, ...secured } = snmp;
      return {
        kind,
        address,
        port,
        box,
        signIn: version === "v3" ? { version, user, ...secured } : { version },
      };
    }
  }
}

/** What was typed and belongs to this way of signing in; an empty field leaves the secret as it is. */
export function secretsOf(form: HostForm): WatchedHostSecrets {
  const { secrets } = form;
  return Object.fromEntries(
    secretsIn(form).flatMap((name) =>
      secrets[name] === "" ? [] : [[name, withNewline(name, secrets[name])]],
    ),
  );
}

function secretsIn({ kind, signIn, snmp }: HostForm): readonly WatchedHostSecret[] {
  if (kind === "snmp") return snmp.version === "v3" ? ["hashPassword", "cipherPassword"] : ["community"];
  if (kind === "local" || signIn === "agent") return [];
  return signIn === "key" ? ["privateKey", "passphrase"] : ["password"];
}

/** Whoever copies a key often leaves its last line end behind, without which some programs do not know it. */
function withNewline(name: WatchedHostSecret, text: string): string {
  return name === "privateKey" ? `${text.trim()}\n` : text;
}

/** Whether it is another place than before, so that what is kept and pinned for the old one does not hold. */
export function isMoved(before: Pick<WatchedHost, "setup"> | undefined, form: HostForm): boolean {
  if (before === undefined || before.setup.kind === "local") return false;
  return placeIn(formOf({ name: "", setup: before.setup })) !== placeIn(form);
}

/** Text that is the same where it is the same place, and the same account there. */
function placeIn({ kind, address, port, user, snmp }: HostForm): string {
  const isOpen = kind === "snmp" && snmp.version === "v2c";
  return JSON.stringify([kind, address.trim(), port.trim(), isOpen ? null : user.trim()]);
}
