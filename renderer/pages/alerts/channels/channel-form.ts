/** What is typed for a channel, as text, and what becomes of it. */
import type {
  ChannelDraft,
  ChannelKind,
  ChannelSecrets,
  ChannelSetup,
  ChannelView,
} from "../../../../shared/model/alert-channel.ts";
import type { Language } from "../../../../shared/words/language.ts";

export const CHANNEL_KINDS = [
  "mail",
  "webhook",
  "command",
  "sms",
  "heartbeat",
] as const satisfies readonly ChannelKind[];

export type ChannelForm = {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly language: Language;
  readonly setup: ChannelSetup;
  /** Addresses, numbers or arguments, as they are typed. */
  readonly list: string;
  readonly number: string;
  readonly secrets: Readonly<Record<"address" | "password" | "key", string>>;
};

const NO_SECRETS = { address: "", password: "", key: "" };

const EMPTY: Readonly<Record<ChannelKind, ChannelSetup>> = {
  mail: { kind: "mail", host: "", port: 587, security: "starttls", user: "", from: "", to: [] },
  webhook: { kind: "webhook", shape: "generic", chat: "" },
  command: { kind: "command", program: "", arguments: [] },
  sms: {
    ...{ kind: "sms", method: "POST", contentType: "application/x-www-form-urlencoded" },
    ...{ body: "to={to}&text={text}&key={key}", to: [] },
  },
  heartbeat: { kind: "heartbeat", everyMinutes: 5 },
};

export function emptyForm(kind: ChannelKind, language: Language, name = ""): ChannelForm {
  return { name, isEnabled: true, language, secrets: NO_SECRETS, ...textsOf(EMPTY[kind]) };
}

export function formOf({ name, isEnabled, language, setup }: ChannelView): ChannelForm {
  return { name, isEnabled, language, secrets: NO_SECRETS, ...textsOf(setup) };
}

function textsOf(setup: ChannelSetup): Pick<ChannelForm, "setup" | "list" | "number"> {
  switch (setup.kind) {
    case "mail":
      return { setup, list: setup.to.join(", "), number: String(setup.port) };
    case "sms":
      return { setup, list: setup.to.join(", "), number: "" };
    case "command":
      return { setup, list: setup.arguments.join("\n"), number: "" };
    case "heartbeat":
      return { setup, list: "", number: String(setup.everyMinutes) };
    case "webhook":
      return { setup, list: "", number: "" };
  }
}

/** @returns undefined while something lacks without which it cannot even be tried */
export function draftOf(form: ChannelForm): ChannelDraft | undefined {
  const { name, isEnabled, language } = form;
  const setup = setupOf(form);
  return name.trim() === "" || setup === undefined ? undefined : { name, isEnabled, language, setup };
}

function setupOf({ setup, list, number }: ChannelForm): ChannelSetup | undefined {
  const several = list.split(/[,;，；\n]/).flatMap((text) => (text.trim() === "" ? [] : [text.trim()]));
  const whole = /^\d{1,5}$/.test(number.trim()) ? Number(number) : 0;
  switch (setup.kind) {
    case "mail": {
      const isWhole = setup.host.trim() !== "" && setup.from.includes("@") && several.length > 0;
      return isWhole && whole > 0 ? { ...setup, to: several, port: whole } : undefined;
    }
    case "sms":
      return several.length > 0 ? { ...setup, to: several } : undefined;
    case "command": {
      const lines = list === "" ? [] : list.split("\n");
      return setup.program.trim() === "" ? undefined : { ...setup, arguments: lines };
    }
    case "heartbeat":
      return whole > 0 ? { ...setup, everyMinutes: whole } : undefined;
    case "webhook":
      return setup;
  }
}

/** What was typed; an empty field leaves the secret as it is. */
export function secretsOf({ secrets }: ChannelForm): ChannelSecrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, text]) => text !== ""));
}
