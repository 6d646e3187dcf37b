import type { AlertId } from "../../../shared/ids.ts";
import type { Alert, AlertCode } from "../../../shared/model/alert.ts";
import type { ChannelSecrets, ChannelSetup, DeliveryOutcome } from "../../../shared/model/alert-channel.ts";

export type MessageItem = {
  readonly alertId: AlertId;
  readonly what: "raised" | "escalated" | "ended";
  readonly code: AlertCode;
  readonly severity: Alert["severity"];
  readonly firstMs: number;
  readonly endedMs: number | null;
  /** Words in the channel's language. */
  readonly title: string;
  readonly summary: string;
  readonly happened: string;
  readonly means: string;
  readonly toDo: string;
};

/** What people are told, in words and for programs. */
export type OutgoingMessage = {
  /** The same each time it is tried, so that who got it twice can tell. */
  readonly id: string;
  readonly kind: "alerts" | "digest" | "test" | "proof-pack";
  /** How urgent the worst in it is. */
  readonly severity: Alert["severity"] | "ended" | "none";
  /** One line. */
  readonly subject: string;
  /** Plain text of several lines. */
  readonly text: string;
  readonly hostname: string;
  readonly atMs: number;
  readonly items: readonly MessageItem[];
  /** A file that goes along by e-mail. */
  readonly attachment?: { readonly name: string; readonly contentType: string; readonly content: string };
};

/** What happened to a message, and when the other side wants to be asked again. */
export type SendResult = DeliveryOutcome & { readonly retryAfterMs?: number };

/** How long to wait for what. */
export type SendLimits = { readonly totalMs: number; readonly connectMs: number };
export const SEND_LIMITS: SendLimits = { totalMs: 45_000, connectMs: 15_000 };

export type SendContext = {
  readonly secrets: ChannelSecrets;
  readonly limits: SendLimits;
  readonly signal: AbortSignal;
  readonly nowMs: number;
  /** Certificates in PEM to trust besides those of the system. */
  readonly trusted?: string;
};

type SetupOf<K extends ChannelSetup["kind"]> = Extract<ChannelSetup, { readonly kind: K }>;

/** Sends one message. Never rejects: what went wrong is part of the answer, and never names a secret. */
export type Send<K extends ChannelSetup["kind"]> = (
  setup: SetupOf<K>,
  message: OutgoingMessage,
  context: SendContext,
) => Promise<SendResult>;
