import { askOverHttp } from "./ask-over-http.ts";
import type { Send } from "./message.ts";
import { shapeRequest } from "./webhook-shapes.ts";

/** Posts a message in the form a service wants. */
export const sendWebhook: Send<"webhook"> = async ({ shape, chat }, message, context) => {
  const request = shapeRequest(shape, message, context.secrets, chat, context.nowMs);
  if (request === undefined) return { kind: "failed", problem: "secret-missing", answer: "" };
  return await askOverHttp(request, context);
};
