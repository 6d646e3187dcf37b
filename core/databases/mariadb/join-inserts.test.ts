import { randomInt } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joinInserts } from "./join-inserts.ts";

async function* pieces(text: string, length: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function joined(text: string, length = 65_536): Promise<string> {
  const out: Uint8Array[] = [];
  for await (const piece of joinInserts(pieces(text, length))) out.push(piece);
  return Buffer.concat(out).toString();
}

/** The other way round, by another way of reading: what was joined is taken apart at line ends. */
function apart(text: string): string {
  let head = "";
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const [, found, row = ""] = /^(INSERT INTO `(?:[^`]|``)*` VALUES )(\(.*\))[,;]\n$/s.exec(line) ?? [];
      if (found !== undefined) head = found;
      const whole = found === undefined && line.startsWith("(") ? line.replace(/[,;]\n$/, "") : row;
      return whole === "" ? line : `${head}${whole};\n`;
    })
    .join("");
}

test("rows of one table become one statement, whatever stands around them", async () => {
  const dump =
    "LOCK TABLES `t` WRITE;\nINSERT INTO `t` VALUES (1,'a');\nINSERT INTO `t` VALUES (2,'b; (c)');\nINSERT INTO `u` VALUES (1);\nUNLOCK TABLES;\n-- Dump completed\n";
  expect(await joined(dump)).toBe(
    "LOCK TABLES `t` WRITE;\nINSERT INTO `t` VALUES (1,'a'),\n(2,'b; (c)');\nINSERT INTO `u` VALUES (1);\nUNLOCK TABLES;\n-- Dump completed\n",
  );
});

test("names that look like something else, lists of columns and long rows are left as they are", async () => {
  const long = `INSERT INTO \`t\` VALUES ('${"x".repeat(600_000)}');\n`;
  const dump = `INSERT INTO \`a\` VALUES (b\` VALUES (1);\nINSERT INTO \`t\` (\`a\`) VALUES (1);\nINSERT INTO \`t\` (\`a\`) VALUES (2);\n${long}${long}no end`;
  expect(await joined(dump, 1000)).toBe(dump);
  expect(await joined("INSERT INTO `a``b` VALUES (1);\nINSERT INTO `a``b` VALUES (2);\n")).toBe(
    "INSERT INTO `a``b` VALUES (1),\n(2);\n",
  );
});

test("nothing of a dump is lost, however it is cut into pieces", async () => {
  const row = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\n\\'`]/g, "x"));
  const line = fc.oneof(
    row.map((text) => `INSERT INTO \`t\` VALUES (1,'${text}');\n`),
    row.map((text) => `INSERT INTO \`u\` VALUES (1,'${text}');\n`),
    fc.constantFrom("UNLOCK TABLES;\n", "\n", "-- (\n"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 60 }),
      fc.integer({ min: 1, max: 200 }),
      async (lines, length) => {
        expect(apart(await joined(lines.join(""), length))).toBe(lines.join(""));
      },
    ),
  );
});

test("a changed row changes its own statement only", async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, n) => `INSERT INTO \`t\` VALUES (${n},'${"y".repeat(50)}${n}');\n`,
  );
  const before = (await joined(rows.join(""))).split(";\n");
  rows[randomInt(100, 1000)] =
    "INSERT INTO `t` VALUES (0,'another one, which is longer than the one before it by some bytes, and so on');\n";
  const after = new Set((await joined(rows.join(""))).split(";\n"));
  expect(before.length).toBeGreaterThan(2);
  expect(before.filter((statement) => !after.has(statement)).length).toBeLessThanOrEqual(2);
});
