/** The other program of tests with SQLite: does what `sqlite-program.ts` asks for, a line of JSON each. */
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import type { FromProgram, ToProgram } from "./sqlite-program.ts";

const [path = "", timeoutMs = "5000"] = process.argv.slice(2);
const database = new Database(path, { timeout: Number(timeoutMs) });
let isMoving = false;
let moved = 0;

/** Moves money from one account to another, and leaves the sum as it is. Some transactions write many pages. */
function move(): void {
  if (!isMoving) return;
  const accounts = database.prepare("SELECT count(*) FROM accounts").pluck().get() as number;
  const any = () => Math.floor(Math.random() * accounts) + 1;
  const change = database.prepare(
    "UPDATE accounts SET money = money + ?, note = randomblob(60) WHERE id = ?",
  );
  database.transaction(() => {
    const pairs = moved % 20 === 0 ? 200 : 2;
    for (let n = 0; n < pairs; n += 1) {
      const amount = Math.floor(Math.random() * 100);
      change.run(amount, any());
      change.run(-amount, any());
    }
  })();
  moved += 1;
  // while somebody reads, the log cannot always be begun anew
  if (moved % 50 === 0) database.pragma(`wal_checkpoint(${moved % 100 === 0 ? "TRUNCATE" : "RESTART"})`);
  setImmediate(move);
}

function answer(request: ToProgram): FromProgram {
  switch (request.kind) {
    case "all":
      return { rows: database.prepare(request.sql).all() };
    case "exec":
      database.exec(request.sql);
      return { rows: [] };
    case "move":
      isMoving = request.on;
      if (isMoving) setImmediate(move);
      return { rows: [{ moved }] };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  let said: FromProgram;
  try {
    said = answer(JSON.parse(line) as ToProgram);
  } catch (error) {
    said = { error: `${error}` };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
});
process.stdin.on("end", () => database.close());
