/** What `docs/alerts.md` promises to whoever writes the other end, tried with the examples that stand there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { startReceiver } from "../testing/http-receiver.ts";
import { SAMPLE_MESSAGE, sendContext } from "../testing/messages.ts";
import { sendByCommand } from "./send-by-command.ts";
import { sendSms } from "./send-sms.ts";
import { sendWebhook } from "./send-webhook.ts";
import { genericBody } from "./webhook-shapes.ts";

const PAGE = readFileSync(new URL("../../../docs/alerts.md", import.meta.url), "utf8");
const KEY = "sesame, open";
const GENERIC = { kind: "webhook", shape: "generic", chat: "" } as const;

function example(language: string): string {
  const text = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(PAGE)?.[1];
  if (text === undefined) throw new Error(`there is no example in ${language}`);
  return text;
}

/** @returns the words in code at the beginnings of the rows of a table below a heading */
function rowsBelow(heading: string): readonly string[] {
  const section = PAGE.split(/^## /m).find((one) => one.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, word = ""]) => word);
}

test("the receiver takes what is genuine and new, once, and nothing else", async () => {
  const file = join(await tempFolder(), "receiver.mjs");
  writeFileSync(file, example("js"));
  const program = spawn(process.execPath, [file], {
    env: { ...process.env, BACKSTAY_KEY: KEY, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  const lines: string[] = [];
  const reader = createInterface({ input: program.stdout }).on("line", (line) => lines.push(line));
  await once(reader, "line");
  const address = `http://127.0.0.1:${lines[0]?.replace("port ", "")}/`;
  const send = (key: string | undefined, nowMs: number) =>
    sendWebhook(GENERIC, SAMPLE_MESSAGE, {
      ...sendContext({ address, ...(key === undefined ? {} : { key }) }),
      nowMs,
    });
  const nowMs = Date.now();
  const refused = { kind: "failed", problem: "sign-in", answer: "403 not from our Backstay" };
  expect(await send("another key", nowMs)).toMatchObject(refused);
  expect(await send(undefined, nowMs)).toMatchObject(refused);
  expect(await send(KEY, nowMs - 3_600_000)).toMatchObject(refused);
  expect(await send(KEY, nowMs)).toMatchObject({ kind: "delivered", answer: "200 thank you" });
  expect(await send(KEY, nowMs + 1000)).toMatchObject({ kind: "delivered" }); // tried again: the answer was lost
  expect(lines.slice(1)).toEqual([`failing: ${SAMPLE_MESSAGE.subject}`]);
});

test("headers and body have the names that are written down", async () => {
  const receiver = await startReceiver();
  await sendWebhook(GENERIC, SAMPLE_MESSAGE, sendContext({ address: receiver.url(), key: KEY }));
  const sent = Object.keys(receiver.all[0]?.headers ?? {}).filter((name) => name.startsWith("x-backstay-"));
  expect(rowsBelow("Webhook").map((name) => name.toLowerCase())).toEqual(expect.arrayContaining(sent));
  expect(rowsBelow("Webhook")).toHaveLength(sent.length);
  const written = JSON.parse(example("json"));
  const real = genericBody(SAMPLE_MESSAGE);
  expect(Object.keys(written)).toEqual(Object.keys(real));
  expect(Object.keys(written.alerts[0])).toEqual(Object.keys(real.alerts[0] ?? {}));
});

test("the program that is written down runs, with the variables that are written down and none besides", async () => {
  const folder = await tempFolder();
  const run = async (script: string) => {
    const program = join(folder, "tell-us");
    writeFileSync(program, script, { mode: 0o700 });
    return await sendByCommand({ kind: "command", program, arguments: [] }, SAMPLE_MESSAGE, sendContext({}));
  };
  expect(await run(example("sh"))).toEqual({ kind: "delivered", answer: SAMPLE_MESSAGE.subject });
  const { answer } = await run("#!/bin/sh\nenv | sed -n 's/^\\(BACKSTAY_[A-Z_]*\\)=.*/\\1/p' | sort\n");
  expect(answer.split(" ")).toEqual(rowsBelow("A program").toSorted());
});

test("an SMS gateway gets what is written down, in either form", async () => {
  const receiver = await startReceiver();
  const bodies = /^ {4}(to=.*)\n {4}(\{"to".*\})$/m.exec(PAGE)?.slice(1) ?? [];
  const types = ["application/x-www-form-urlencoded", "application/json"] as const;
  for (const [n, contentType] of types.entries()) {
    await sendSms(
      { kind: "sms", method: "POST", contentType, body: bodies[n] ?? "", to: ["+49 170 1"] },
      SAMPLE_MESSAGE,
      sendContext({ address: receiver.url(), key: KEY }),
    );
  }
  expect(rowsBelow("SMS")).toEqual(["{to}", "{text}", "{key}"]);
  const [form, json] = receiver.all.map(({ body }) => body);
  const text = `${SAMPLE_MESSAGE.subject}. The disk is {full}.`;
  expect(Object.fromEntries(new URLSearchParams(form))).toEqual({ to: "+49 170 1", text, key: KEY });
  expect(JSON.parse(json ?? "")).toEqual({ to: "+49 170 1", text, apiKey: KEY });
});
