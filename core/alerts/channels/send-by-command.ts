import { cleanAnswer } from "./clean-answer.ts";
import type { OutgoingMessage, Send, SendResult } from "./message.ts";
import { runProgram } from "./run-program.ts";
import { genericBody } from "./webhook-shapes.ts";

/**
 * Runs a program with its arguments as they are, without a shell. Facts come in its environment and, all of them, as JSON on its
 * standard input. Status 0 means that it told somebody.
 */
export const sendByCommand: Send<"command"> = async (setup, message, context): Promise<SendResult> => {
  const say = (text: string) => cleanAnswer(text, context.secrets);
  const end = await runProgram({
    program: setup.program,
    arguments: setup.arguments,
    env: environmentOf(message),
    input: `${JSON.stringify(genericBody(message))}\n`,
    limitMs: context.limits.totalMs,
    signal: context.signal,
  });
  switch (end.is) {
    case "missing":
      return { kind: "failed", problem: "program-missing", answer: say(end.code) };
    case "stopped":
      return { kind: "failed", problem: "timed-out", answer: say(end.output) };
    case "failed":
      return { kind: "failed", problem: "program-failed", answer: say(`${end.status} ${end.output}`) };
    case "done":
      return { kind: "delivered", answer: say(end.output) };
  }
};

function environmentOf(message: OutgoingMessage): Record<string, string> {
  const [item] = message.items;
  return {
    BACKSTAY_MESSAGE_ID: message.id,
    BACKSTAY_KIND: message.kind,
    BACKSTAY_SEVERITY: message.severity,
    BACKSTAY_SUBJECT: message.subject,
    BACKSTAY_TEXT: message.text.slice(0, 8000),
    BACKSTAY_HOST: message.hostname,
    BACKSTAY_CODE: item?.code ?? "",
    BACKSTAY_COUNT: String(message.items.length),
  };
}
