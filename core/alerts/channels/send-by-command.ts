import { spawn } from "node:child_process";
import { systemCodeOf } from "../../../shared/errors.ts";
import { cleanAnswer } from "./clean-answer.ts";
import type { OutgoingMessage, Send, SendResult } from "./message.ts";
import { genericBody } from "./webhook-shapes.ts";

const MAX_OUTPUT_BYTES = 16 * 1024;
/** What programs need to find others and to write text; nothing else of Backstay's own, which may hold passwords. */
const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SystemRoot", "TEMP", "TMPDIR"];

/**
 * Runs a program with its arguments as they are, without a shell. Facts come in its environment and, all of them, as JSON on its
 * standard input. Status 0 means that it told somebody.
 */
export const sendByCommand: Send<"command"> = (setup, message, context) =>
  new Promise<SendResult>((resolve) => {
    let output = "";
    let isSlow = false;
    const say = (text: string) => cleanAnswer(text, context.secrets);
    const child = spawn(setup.program, setup.arguments, {
      env: environmentOf(message),
      stdio: ["pipe", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32", // so that what it started ends with it
    });
    const stop = () => {
      isSlow = true;
      killGroup(child.pid);
      child.kill("SIGKILL");
      // what escaped the group may hold the pipes open for ever
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(stop, context.limits.totalMs);
    context.signal.addEventListener("abort", stop, { once: true });
    const settle = (result: SendResult) => {
      clearTimeout(timer);
      context.signal.removeEventListener("abort", stop);
      resolve(result);
    };
    const listen = (chunk: Buffer) => {
      if (output.length < MAX_OUTPUT_BYTES) output += chunk.toString("utf8");
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.stdin.on("error", () => undefined); // it need not read what it is given
    child.stdin.end(`${JSON.stringify(genericBody(message))}\n`);
    child.once("error", (error) => {
      const code = systemCodeOf(error) ?? "";
      settle({ kind: "failed", problem: "program-missing", answer: say(code) });
    });
    child.once("close", (status, signal) => {
      if (isSlow) settle({ kind: "failed", problem: "timed-out", answer: say(output) });
      else if (status === 0) settle({ kind: "delivered", answer: say(output) });
      else
        settle({ kind: "failed", problem: "program-failed", answer: say(`${status ?? signal} ${output}`) });
    });
  });

function environmentOf(message: OutgoingMessage): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const [item] = message.items;
  const plain = (text: string) => text.replaceAll("\0", "");
  return {
    ...Object.fromEntries(passed),
    BACKSTAY_MESSAGE_ID: message.id,
    BACKSTAY_KIND: message.kind,
    BACKSTAY_SEVERITY: message.severity,
    BACKSTAY_SUBJECT: plain(message.subject),
    BACKSTAY_TEXT: plain(message.text).slice(0, 8000),
    BACKSTAY_HOST: message.hostname,
    BACKSTAY_CODE: item?.code ?? "",
    BACKSTAY_COUNT: String(message.items.length),
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === "win32") return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended
  }
}
