/** Ways in which people are told of alerts, as the contract has them. Nothing secret is ever part of them. */
import { z } from "zod";
import { LANGUAGES } from "../words/language.ts";
import { DELIVERY_PROBLEMS } from "./delivery-problem.ts";
import { ChannelIdText, Count, Name, TimeMs } from "./primitives.ts";

export const WEBHOOK_SHAPES = ["generic", "slack", "teams", "discord", "ntfy", "telegram", "gotify"] as const;
export type WebhookShape = (typeof WEBHOOK_SHAPES)[number];

const Line = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    // a line break would let one header, argument or recipient become two
    .refine((text) => !/\p{Cc}/u.test(text), "holds a control character");
const MailAddress = Line(254).regex(/^[^\s<>@,;"]+@[^\s<>@,;"]+$/, "not an address");
const MailHost = Line(253).regex(/^[A-Za-z0-9._:[\]-]+$/, "not a host");

/** What a channel of each kind needs besides its secrets. */
export const ChannelSetup = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("mail"),
    host: MailHost.min(1),
    port: z.int().min(1).max(65_535),
    /** `none` sends in clear, never with a password, and off this computer never at all without the person having chosen it. */
    security: z.enum(["starttls", "tls", "none"]),
    /** Empty where the server asks for no sign-in; its password is the secret `password`. */
    user: Line(254),
    from: MailAddress,
    to: z.array(MailAddress).min(1).max(20),
  }),
  /** Its whole address is the secret `address`, because most services put their key into it. */
  z.strictObject({
    kind: z.literal("webhook"),
    shape: z.enum(WEBHOOK_SHAPES),
    /** Telegram's, else empty. */
    chat: Line(100),
  }),
  /** A program with its arguments; no shell comes between. */
  z.strictObject({
    kind: z.literal("command"),
    program: Line(4096).min(1),
    arguments: z.array(z.string().max(4096)).max(50),
  }),
  /** A gateway: `{to}` and `{text}` are put into the address (encoded) or into the body, in the way of its content type. */
  z.strictObject({
    kind: z.literal("sms"),
    method: z.enum(["GET", "POST"]),
    contentType: z.enum(["application/x-www-form-urlencoded", "application/json"]),
    body: z.string().max(4000),
    to: z.array(Line(40).min(3)).min(1).max(20),
  }),
  /** Asks an address now and then, so that somebody outside notices when Backstay is no more. */
  z.strictObject({ kind: z.literal("heartbeat"), everyMinutes: z.int().min(1).max(1440) }),
]);
export type ChannelSetup = z.infer<typeof ChannelSetup>;
export type ChannelKind = ChannelSetup["kind"];

/** What is kept in the key store of a channel. */
export const CHANNEL_SECRETS = ["address", "password", "key"] as const;
export type ChannelSecret = (typeof CHANNEL_SECRETS)[number];

export const ChannelDraft = z.strictObject({
  name: Name,
  isEnabled: z.boolean(),
  language: z.enum(LANGUAGES),
  setup: ChannelSetup,
});
export type ChannelDraft = z.infer<typeof ChannelDraft>;

/** How a delivery, or a test, went. */
export const DeliveryOutcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("delivered"), answer: z.string() }),
  z.strictObject({
    kind: z.literal("failed"),
    problem: z.enum(DELIVERY_PROBLEMS),
    /** What the other side said, in its words; may be empty. */
    answer: z.string(),
  }),
]);
export type DeliveryOutcome = z.infer<typeof DeliveryOutcome>;

export const ChannelView = ChannelDraft.extend({
  id: ChannelIdText,
  /** Where its address points to, like `hooks.example.net`; empty where it has none. */
  addressHost: z.string(),
  /** Which secrets are kept for it. */
  kept: z.array(z.enum(CHANNEL_SECRETS)),
  lastSuccessMs: TimeMs.nullable(),
  lastFailureMs: TimeMs.nullable(),
  /** Of the newest attempt that failed. */
  lastFailure: z.strictObject({ problem: z.enum(DELIVERY_PROBLEMS), answer: z.string() }).nullable(),
  /** How many messages wait to be sent. */
  waiting: Count,
});
export type ChannelView = z.infer<typeof ChannelView>;

/** Given once, when a channel is saved. One that is not given stays as it is. */
export const ChannelSecrets = z.strictObject({
  address: z.string().trim().min(1).max(4096).optional(),
  password: z.string().min(1).max(4096).optional(),
  key: z.string().min(1).max(4096).optional(),
});
export type ChannelSecrets = z.infer<typeof ChannelSecrets>;
