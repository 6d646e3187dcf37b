/** A machine that is reached over SSH, as it is typed. */
import {
  isSameMachineAccount,
  SshMachine,
  type SshSecret,
  type SshSecrets,
  secretsOfMachine,
} from "../../../shared/model/ssh-machine.ts";

export type MachineForm = {
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly signIn: SshMachine["signIn"];
  /** That somebody has compared. */
  readonly hostKey: string | null;
  /** Empty: the one that is kept. */
  readonly secrets: Readonly<Record<SshSecret, string>>;
};
export type MachineField = "address" | "port" | "user" | SshSecret;

export const EMPTY_MACHINE: MachineForm = {
  ...{ address: "", port: "22", user: "", signIn: "password", hostKey: null },
  secrets: { privateKey: "", passphrase: "", password: "" },
};

/** @returns the form of a machine that is known; its secrets are not in it */
export function machineFormOf({ port, ...machine }: SshMachine): MachineForm {
  return { ...EMPTY_MACHINE, ...machine, port: String(port) };
}

/** What was typed and is of use to sign in with; an empty field leaves the secret as it is. */
export function secretsOfForm({ signIn, secrets }: MachineForm): SshSecrets {
  return Object.fromEntries(
    secretsOfMachine({ signIn }).flatMap((name) =>
      secrets[name] === ""
        ? []
        : [[name, name === "privateKey" ? `${secrets[name].trim()}\n` : secrets[name]]],
    ),
  );
}

/** What is known of a machine that is edited. */
export type KnownMachine = { readonly machine: SshMachine; readonly kept: readonly SshSecret[] };

/** Secrets that need not be typed; undefined where it is another account than the one they are kept for. */
export function keptForForm(
  form: MachineForm,
  known: KnownMachine | undefined,
): readonly SshSecret[] | undefined {
  if (known === undefined) return [];
  const { data } = parsed(form);
  return data === undefined || isSameMachineAccount(data, known.machine) ? known.kept : undefined;
}

/** @returns the key that was compared of the machine at this address: it is that of one machine, and holds there again */
export function comparedKey(
  { address, port }: Pick<MachineForm, "address" | "port">,
  known: KnownMachine | undefined,
): string | null {
  const isKnown = known?.machine.address === address.trim() && String(known.machine.port) === port.trim();
  return isKnown ? (known?.machine.hostKey ?? null) : null;
}

/** @returns the machine, and which fields are missing or wrong */
export function machineOfForm(
  form: MachineForm,
  known: KnownMachine | undefined,
): { readonly machine: SshMachine | undefined; readonly wrong: readonly MachineField[] } {
  const { data, error } = parsed(form);
  const wrong = (error?.issues ?? []).map(({ path }) => path[0] as MachineField);
  const kept = keptForForm(form, known) ?? [];
  const missing = secretsOfMachine(form).filter(
    (name) => name !== "passphrase" && form.secrets[name].trim() === "" && !kept.includes(name),
  );
  return { machine: data, wrong: [...new Set([...wrong, ...missing])] };
}

function parsed({ address, port, user, signIn, hostKey }: MachineForm) {
  const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : Number.NaN;
  return SshMachine.safeParse({ address, port: number, user, signIn, hostKey });
}
