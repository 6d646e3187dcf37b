/**
 * Answers snmpd's questions from a file: `node serve-walk.ts FILE`, started by snmpd as its `pass_persist` program. The file is read
 * for each question, so that a test can change what the box says.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, , file = ""] = process.argv;
/** Lines of a question still to come, after `get` or `getnext`. */
let question: string | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  if (question !== undefined) {
    answer(question, line.replace(/^\./, ""));
    question = undefined;
  } else if (line === "PING") say("PONG");
  else if (line === "get" || line === "getnext") question = line;
  else if (line === "") process.exit();
}

function answer(kind: string, asked: string): void {
  const walk = JSON.parse(readFileSync(file, "utf8")) as Record<string, string | number>;
  const oids = Object.keys(walk).toSorted(inOrder);
  const oid =
    kind === "get" ? oids.find((known) => known === asked) : oids.find((known) => inOrder(known, asked) > 0);
  const value = oid === undefined ? undefined : walk[oid];
  if (value === undefined) say("NONE");
  else if (typeof value === "number") say(`.${oid}\ninteger\n${value}`);
  else if (/^\d+n$/.test(value)) say(`.${oid}\ncounter64\n${value.slice(0, -1)}`);
  else say(`.${oid}\nstring\n${value}`);
}

function inOrder(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (const [place, number] of left.entries()) {
    const against = right[place];
    if (against === undefined) return 1;
    if (number !== against) return number - against;
  }
  return left.length - right.length;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
