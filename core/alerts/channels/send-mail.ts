import { connectionProblem } from "./ask-over-http.ts";
import { isLoopback } from "./check-address.ts";
import { cleanAnswer } from "./clean-answer.ts";
import type { OutgoingMessage, Send, SendResult } from "./message.ts";

/** Sends a mail over SMTP, never with a password in clear to another computer. */
export const sendMail: Send<"mail"> = async (setup, message, context) => {
  const { host, port, security, user, from, to } = setup;
  const { password } = context.secrets;
  if (user !== "" && password === undefined) return { kind: "failed", problem: "secret-missing", answer: "" };
  if (user !== "" && security === "none" && !isLoopback(host))
    return { kind: "failed", problem: "no-encryption", answer: "" };
  // only who sends mail waits for it to be loaded
  const { default: mailer } = await import("nodemailer");
  const bare = host.replace(/^\[|\]$/g, "");
  const transport = mailer.createTransport({
    ...{ host: bare, port, secure: security === "tls" },
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === "" ? {} : { auth: { user, pass: password ?? "" } }),
    ...{ connectionTimeout: context.limits.connectMs, greetingTimeout: context.limits.connectMs },
    ...{ socketTimeout: context.limits.connectMs, dnsTimeout: context.limits.connectMs },
    tls: { minVersion: "TLSv1.2", ...(context.trusted === undefined ? {} : { ca: context.trusted }) },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const stop = AbortSignal.any([context.signal, AbortSignal.timeout(context.limits.totalMs)]);
  try {
    const sent = transport.sendMail({
      ...{ from: { name: "Backstay", address: from }, to: [...to] },
      ...{ subject: message.subject, text: message.text },
      ...(message.attachment === undefined ? {} : { attachments: [attached(message.attachment)] }),
      messageId: `<${message.id}@${from.split("@").at(-1)}>`,
      date: new Date(message.atMs),
      headers: { "Auto-Submitted": "auto-generated", ...priorityOf(message) },
    });
    const info = await Promise.race([sent, whenAborted(stop)]);
    const refused = info.rejected.length > 0 ? ` (${info.rejected.join(", ")}: refused)` : "";
    return { kind: "delivered", answer: cleanAnswer(`${info.response}${refused}`, context.secrets) };
  } catch (error) {
    if (stop.aborted) return { kind: "failed", problem: "timed-out", answer: "" };
    const { result, text } = problemOf(error, setup.security);
    return { ...result, answer: cleanAnswer(text, context.secrets) };
  } finally {
    transport.close();
  }
};

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

function attached({ name, contentType, content }: NonNullable<OutgoingMessage["attachment"]>) {
  return { filename: name, contentType, content, contentDisposition: "attachment" as const };
}

function priorityOf({ severity }: OutgoingMessage): Record<string, string> {
  return severity === "failed" || severity === "failing" ? { Importance: "high", "X-Priority": "2" } : {};
}

type Failure = Omit<Extract<SendResult, { kind: "failed" }>, "answer">;

/** @source Nodemailer, "SMTP transport", error codes; RFC 5321: replies of 4xx are for now, of 5xx for good */
function problemOf(
  error: unknown,
  security: "starttls" | "tls" | "none",
): { readonly result: Failure; readonly text: string } {
  const failed = (problem: Failure["problem"], text: string) => ({
    result: { kind: "failed", problem } as const,
    text,
  });
  if (!(error instanceof Error)) return failed("internal", "");
  const facts = error as Error & { code?: string; responseCode?: number; response?: string };
  const said = facts.response ?? error.message;
  if (facts.code === "EAUTH") return failed("sign-in", said);
  if (facts.code === "ETLS") {
    const isOfCertificate = /certificate|self.signed|altname/i.test(error.message);
    return failed(security === "starttls" && !isOfCertificate ? "no-encryption" : "certificate", said);
  }
  if (facts.responseCode !== undefined) return failed(facts.responseCode < 500 ? "busy" : "refused", said);
  if (facts.code === "EDNS") return failed("unreachable", error.message);
  if (facts.code === "ETIMEDOUT") return failed("timed-out", error.message);
  const { problem, text } = connectionProblem(error);
  return failed(problem, text);
}
