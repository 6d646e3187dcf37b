import { createHash } from "node:crypto";
import { formatSpan } from "../../../shared/format/relative-time.ts";
import { type Alert, SEVERITIES } from "../../../shared/model/alert.ts";
import type { SourceStatus } from "../../../shared/model/overview.ts";
import { messageWords } from "../../../shared/words/alert-messages.ts";
import { describeAlert } from "../../../shared/words/alerts.ts";
import type { Language } from "../../../shared/words/language.ts";
import type { ProofPack } from "../../audit/pack/make-pack.ts";
import type { Period } from "../../audit/pack/proofs.ts";
import type { MessageItem, OutgoingMessage } from "../channels/message.ts";

export type ComposeContext = {
  readonly language: Language;
  readonly hostname: string;
  /** May be empty. */
  readonly officeName: string;
  readonly nowMs: number;
};

export type ComposeItem = { readonly alert: Alert; readonly what: MessageItem["what"] };

/** One message about one or several alerts, the worst first. @param id of the message */
export function composeAlerts(
  id: string,
  items: readonly ComposeItem[],
  context: ComposeContext,
): OutgoingMessage {
  const words = messageWords(context.language);
  const sorted = [...items].sort((a, b) => urgency(b) - urgency(a));
  const described = sorted.map((item) => describeItem(item, context));
  const titles = described.map(({ what, title }) =>
    what === "ended" ? words.ended(title) : what === "escalated" ? words.escalated(title) : title,
  );
  const lasting = sorted.filter(({ what }) => what !== "ended");
  const [first = ""] = titles;
  const subject =
    titles.length === 1
      ? first
      : lasting.length === 0
        ? words.severalEnded(titles.length)
        : words.several(first, titles.length - 1);
  const blocks = described.map((item, n) => describeBlock(item, titles[n] ?? "", context));
  return {
    ...{ id, kind: "alerts", subject: withOffice(subject, context), atMs: context.nowMs },
    severity: lasting[0]?.alert.severity ?? "ended",
    text: [...blocks, words.foot(context.hostname)].join("\n\n"),
    hostname: context.hostname,
    items: described,
  };
}

/** A summary that comes also when nothing is wrong: so its absence says something. */
export function composeDigest(
  id: string,
  lasting: readonly Alert[],
  ended: readonly Alert[],
  sources: readonly Pick<SourceStatus, "source" | "newestGoodMs">[],
  context: ComposeContext,
): OutgoingMessage {
  const words = messageWords(context.language);
  const titles = (alerts: readonly Alert[]) =>
    alerts.map((alert) => `- ${describeItem({ alert, what: "raised" }, context).title}`);
  const ages = sources.map(({ source, newestGoodMs }) =>
    newestGoodMs === null
      ? `- ${words.digest.never(source.name)}`
      : `- ${words.digest.source(source.name, formatSpan(Math.max(60_000, context.nowMs - newestGoodMs), context.language))}`,
  );
  const blocks = [
    ...(lasting.length > 0 ? [[words.digest.lastingHead, ...titles(lasting)]] : []),
    ...(ended.length > 0 ? [[words.digest.endedHead, ...titles(ended)]] : []),
    ages.length > 0 ? [words.digest.sourcesHead, ...ages] : [words.digest.noSource],
    [words.foot(context.hostname)],
  ];
  const subject = lasting.length > 0 ? words.digest.lasting(lasting.length) : words.digest.fine;
  return {
    ...{ id, kind: "digest", subject: withOffice(subject, context), atMs: context.nowMs },
    severity: lasting[0]?.severity ?? "none",
    text: blocks.map((lines) => lines.join("\n")).join("\n\n"),
    hostname: context.hostname,
    items: lasting.map((alert) => describeItem({ alert, what: "raised" }, context)),
  };
}

/** The proof pack of a month, as a page that goes along. */
export function composePack(
  id: string,
  period: Period,
  { html, isTrailWhole }: ProofPack,
  context: ComposeContext,
): OutgoingMessage {
  const { pack, foot } = messageWords(context.language);
  const began = new Date(period.fromMs);
  const month = `${began.getFullYear()}-${String(began.getMonth() + 1).padStart(2, "0")}`;
  const text = [pack.text(month), ...(isTrailWhole ? [] : [pack.broken]), foot(context.hostname)];
  return {
    ...{ id, kind: "proof-pack", subject: withOffice(pack.subject(month), context), severity: "none" },
    ...{ text: text.join("\n\n"), hostname: context.hostname, atMs: context.nowMs, items: [] },
    attachment: { name: `backstay-${month}.html`, contentType: "text/html; charset=utf-8", content: html },
  };
}

/** @param channelName what the person calls it */
export function composeTest(id: string, channelName: string, context: ComposeContext): OutgoingMessage {
  const { test, foot } = messageWords(context.language);
  return {
    ...{ id, kind: "test", severity: "none", subject: withOffice(test.subject, context) },
    text: `${test.text(channelName)}\n\n${foot(context.hostname)}`,
    ...{ hostname: context.hostname, atMs: context.nowMs, items: [] },
  };
}

/** @returns the same id for the same deliveries, so that a message that is sent again can be known again */
export function messageIdOf(deliveryIds: readonly string[]): string {
  const sum = createHash("sha256")
    .update([...deliveryIds].sort().join(" "))
    .digest("hex");
  return sum.slice(0, 32);
}

function describeItem({ alert, what }: ComposeItem, { language, nowMs }: ComposeContext): MessageItem {
  const { id, severity, subject, firstMs, resolvedMs } = alert;
  const words = describeAlert(subject, { nowMs, resolvedMs }, language);
  return {
    ...{ alertId: id, what, code: subject.code, severity, firstMs, endedMs: resolvedMs },
    ...words,
  };
}

function describeBlock(item: MessageItem, title: string, context: ComposeContext): string {
  const words = messageWords(context.language);
  const when =
    item.endedMs === null
      ? words.since(localTime(item.firstMs))
      : words.over(localTime(item.firstMs), localTime(item.endedMs));
  if (item.what === "ended") return `${title}\n${when} ${item.means}`;
  return [
    title,
    when,
    ...(item.what === "escalated" ? [words.nobody] : []),
    `${words.happened}: ${item.happened}`,
    `${words.means}: ${item.means}`,
    `${words.toDo}: ${item.toDo}`,
  ].join("\n");
}

/** What is over is the least urgent. */
function urgency({ alert, what }: ComposeItem): number {
  return what === "ended" ? -1 : SEVERITIES.indexOf(alert.severity);
}

function withOffice(subject: string, { officeName }: ComposeContext): string {
  return officeName === "" ? subject : `[${officeName}] ${subject}`;
}

/** Mail is read elsewhere and later: a time of this machine, in full. */
function localTime(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
