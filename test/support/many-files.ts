import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Few contents, so that a backup of many files is about their names. */
const CONTENTS = 16;

/** Of file `n` of `count`, from 1 on: in the order of their numbers the names are in order, too. */
export function nameOfMany(n: number, count: number): string {
  return `Invoice ${String(n).padStart(String(count).length, "0")}.pdf`;
}

/** Makes a folder of this many small files. */
export function makeManyFiles(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let n = 1; n <= count; n += 1) {
    writeFileSync(join(folder, nameOfMany(n, count)), `Content ${n % CONTENTS}`);
  }
}
