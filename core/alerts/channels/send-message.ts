import type { ChannelSetup } from "../../../shared/model/alert-channel.ts";
import type { OutgoingMessage, SendContext, SendResult } from "./message.ts";
import { sendByCommand } from "./send-by-command.ts";
import { sendHeartbeat } from "./send-heartbeat.ts";
import { sendMail } from "./send-mail.ts";
import { sendSms } from "./send-sms.ts";
import { sendWebhook } from "./send-webhook.ts";

/** Sends one message by whatever way. Never rejects. */
export async function sendMessage(
  setup: ChannelSetup,
  message: OutgoingMessage,
  context: SendContext,
): Promise<SendResult> {
  switch (setup.kind) {
    case "mail":
      return await sendMail(setup, message, context);
    case "webhook":
      return await sendWebhook(setup, message, context);
    case "command":
      return await sendByCommand(setup, message, context);
    case "sms":
      return await sendSms(setup, message, context);
    case "heartbeat":
      return await sendHeartbeat(setup, message, context);
  }
}
