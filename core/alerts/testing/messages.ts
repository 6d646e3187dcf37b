import type { AlertId } from "../../../shared/ids.ts";
import type { ChannelSecrets } from "../../../shared/model/alert-channel.ts";
import type { OutgoingMessage, SendContext } from "../channels/message.ts";

/** A message with what may go wrong in one: other writing, quotes, mark-up. */
export const SAMPLE_MESSAGE: OutgoingMessage = {
  ...{ id: "0123456789abcdef0123456789abcdef", kind: "alerts", severity: "failing" },
  subject: '[Büro] The backup of 文档 <"A&B"> failed',
  text: "The backup of 文档 failed\nWhat happened: {to} & <b>\n\nBackstay on pc",
  ...{ hostname: "pc", atMs: 1_700_000_000_000 },
  items: [
    {
      alertId: "00000000-0000-4000-8000-000000000001" as string as AlertId,
      ...{
        what: "raised",
        code: "JOB_FAILED",
        severity: "failing",
        firstMs: 1_700_000_000_000,
        endedMs: null,
      },
      ...{
        title: "The backup of 文档 failed",
        summary: "The disk is {full}.",
        happened: "H.",
        means: "M.",
        toDo: "T.",
      },
    },
  ],
};

export function sendContext(secrets: ChannelSecrets, parts: Partial<SendContext> = {}): SendContext {
  return {
    secrets,
    limits: { totalMs: 10_000, connectMs: 10_000 },
    signal: new AbortController().signal,
    nowMs: 1_700_000_000_000,
    ...parts,
  };
}
