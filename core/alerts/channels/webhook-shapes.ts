/**
 * What each service wants to be sent.
 * @source the services' own documentation: Slack "Incoming webhooks", Teams "Workflows" (adaptive cards), Discord "Execute Webhook",
 *   ntfy "Publishing", Telegram "sendMessage", Gotify "Push messages"
 */
import { createHmac } from "node:crypto";
import type { ChannelSecrets, WebhookShape } from "../../../shared/model/alert-channel.ts";
import type { HttpRequest } from "./ask-over-http.ts";
import type { OutgoingMessage } from "./message.ts";

type ShapeInput = {
  readonly message: OutgoingMessage;
  readonly address: string;
  readonly key: string | undefined;
  readonly chat: string;
  readonly nowMs: number;
};

const JSON_TYPE = "application/json; charset=utf-8";

/** @returns undefined when the channel lacks a secret its service cannot do without */
export function shapeRequest(
  shape: WebhookShape,
  message: OutgoingMessage,
  { address, key }: ChannelSecrets,
  chat: string,
  nowMs: number,
): HttpRequest | undefined {
  if (address === undefined) return undefined;
  if ((shape === "telegram" || shape === "gotify") && key === undefined) return undefined;
  return SHAPES[shape]({ message, address, key, chat, nowMs });
}

const SHAPES: Readonly<Record<WebhookShape, (input: ShapeInput) => HttpRequest>> = {
  generic: ({ message, address, key, nowMs }) => {
    const body = JSON.stringify(genericBody(message));
    const timestamp = String(Math.floor(nowMs / 1000));
    return {
      address,
      method: "POST",
      body,
      headers: {
        "content-type": JSON_TYPE,
        "x-backstay-delivery": message.id,
        "x-backstay-timestamp": timestamp,
        ...(key === undefined ? {} : { "x-backstay-signature": signBody(key, timestamp, body) }),
      },
    };
  },
  slack: ({ message, address }) =>
    json(address, { text: `*${escapeSlack(message.subject)}*\n${escapeSlack(cut(message.text, 3500))}` }),
  teams: ({ message, address }) =>
    json(address, {
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: {
            type: "AdaptiveCard",
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            version: "1.4",
            body: [
              { type: "TextBlock", text: message.subject, weight: "Bolder", wrap: true },
              ...cut(message.text, 15_000)
                .split("\n\n")
                .map((text) => ({ type: "TextBlock", text: text.replaceAll("\n", "\n\n"), wrap: true })),
            ],
          },
        },
      ],
    }),
  discord: ({ message, address }) =>
    json(address, {
      content: `**${cut(message.subject, 200)}**\n${cut(message.text, 1700)}`,
      // a folder may be called @everyone
      allowed_mentions: { parse: [] },
    }),
  ntfy: ({ message, address, key }) => ({
    address,
    method: "POST",
    body: cut(message.text, 3500),
    headers: {
      "content-type": "text/plain; charset=utf-8",
      title: encodeHeader(cut(message.subject, 200)),
      priority: PRIORITY[message.severity],
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
  }),
  telegram: ({ message, address, key, chat }) =>
    json(`${address.replace(/\/+$/, "")}/bot${key}/sendMessage`, {
      chat_id: chat,
      text: cut(`${message.subject}\n\n${message.text}`, 4000),
      link_preview_options: { is_disabled: true },
    }),
  gotify: ({ message, address, key = "" }) =>
    json(
      `${address.replace(/\/+$/, "")}/message`,
      {
        title: message.subject,
        message: cut(message.text, 8000),
        priority: GOTIFY_PRIORITY[message.severity],
      },
      { "x-gotify-key": key },
    ),
};

/** What a program gets to read, by webhook or as a command. Names and order are part of the documentation. */
export function genericBody(message: OutgoingMessage) {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    version: 1,
    id: message.id,
    kind: message.kind,
    severity: message.severity,
    subject: message.subject,
    text: message.text,
    host: message.hostname,
    sent_at: time(message.atMs),
    alerts: message.items.map((item) => ({
      id: item.alertId,
      what: item.what,
      code: item.code,
      severity: item.severity,
      title: item.title,
      summary: item.summary,
      happened: item.happened,
      means: item.means,
      to_do: item.toDo,
      began_at: time(item.firstMs),
      ended_at: time(item.endedMs),
    })),
  };
}

/**
 * @param timestamp seconds since 1970, as it stands in its own header: who checks it refuses what is old
 * @returns like `sha256=0a1b…`, of timestamp, a full stop, and the body as it was sent
 */
export function signBody(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex")}`;
}

const PRIORITY: Readonly<Record<OutgoingMessage["severity"], string>> = {
  ...{ failed: "5", failing: "4", warning: "3", notice: "2", ended: "2", none: "2" },
};
const GOTIFY_PRIORITY: Readonly<Record<OutgoingMessage["severity"], number>> = {
  ...{ failed: 9, failing: 7, warning: 5, notice: 3, ended: 3, none: 2 },
};

function json(address: string, body: object, headers: Readonly<Record<string, string>> = {}): HttpRequest {
  return {
    address,
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": JSON_TYPE, ...headers },
  };
}

function cut(text: string, maximum: number): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum - 1)}…`;
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Headers are ASCII. @source RFC 2047, which ntfy understands */
function encodeHeader(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
}
