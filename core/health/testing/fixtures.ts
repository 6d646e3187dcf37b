import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(import.meta.dirname, "../../../test/fixtures/health");

/** One real output, with what a good monitor says of it. */
export type Fixture = {
  /** Its folder, which is named as the kind of output. */
  readonly kind: string;
  readonly file: string;
  /** Severities that pass, the best answer first. */
  readonly expected: readonly string[];
};

/** @returns what the table of `test/fixtures/health` lists */
export function listFixtures(): readonly Fixture[] {
  const fixtures: Fixture[] = [];
  let kind = "";
  for (const line of readFileSync(path.join(FOLDER, "README.md"), "utf8").split("\n")) {
    const [, heading] = /^## (\S+)$/.exec(line) ?? [];
    if (heading !== undefined) kind = heading;
    const cells = line.split(" | ").map((cell) => cell.replace(/^\|\s*|\s*\|$/g, ""));
    const [file = "", , , , expected = ""] = cells;
    const severities = expected.match(/ok|warning|critical|unknown/g);
    if (cells.length === 6 && severities !== null) fixtures.push({ kind, file, expected: severities });
  }
  return fixtures;
}

/** @returns the text of one output, as a program would get it */
export function readFixture(kind: string, file: string): string {
  return readFileSync(path.join(FOLDER, kind, file), "utf8");
}

/** @returns the names of the outputs of one kind */
export function fixtureFiles(kind: string): readonly string[] {
  return readdirSync(path.join(FOLDER, kind)).sort();
}

/** @returns all outputs of one kind, by name */
export function readFixtures(kind: string): Readonly<Record<string, string>> {
  return Object.fromEntries(fixtureFiles(kind).map((file) => [file, readFixture(kind, file)]));
}

/** @returns an output of the lab's NAS @param state the folder's name, or how it begins, such as `05` */
export function readLab(state: string, file: string): string {
  const folder = readdirSync(path.join(FOLDER, "lab")).find((name) => name.startsWith(state)) ?? state;
  return readFixture(path.join("lab", folder), file);
}
