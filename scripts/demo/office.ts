import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeJpeg } from "./jpeg.ts";
import { dayOf, type Ledger, openLedger } from "./ledger.ts";
import { writeDocument, writeSheet } from "./office-files.ts";
import { writePdf } from "./pdf.ts";
import { drawPlan, drawSite } from "./picture.ts";
import { encodePng } from "./png.ts";
import type { Random } from "./random.ts";
import { LABELS, PROJECTS, type Project, sentences } from "./texts.ts";

const DAY_MS = 86_400_000;
const PHOTO = { width: 320, height: 240 };
/** What is deleted by mistake in the course of the month. */
export const ARCHIVE_FILES = 312;
const ARCHIVE = ["Brandt GmbH", "Archive 2019 to 2023"] as const;

export const SOURCE_KEYS = ["documents", "photos", "accounting", "shared"] as const;
export type SourceKey = (typeof SOURCE_KEYS)[number];

export type Office = {
  readonly folders: Readonly<Record<SourceKey, string>>;
  /** The books stay open in the bookkeeper's program. */
  readonly ledgerFile: string;
  /** Some hours of work on the documents, seen at `atMs`. */
  work(random: Random, atMs: number): void;
  /** What comes once a day: photos from the sites, bookings, a new price list now and then. */
  endOfDay(random: Random, atMs: number): void;
  /** Somebody removes a folder of ARCHIVE_FILES files that was not needed any more, or so it seemed. */
  deleteArchive(atMs: number): void;
  close(): void;
};

/** An office of builders with some years of work behind it. `beginMs` is when the month begins. */
export function makeOffice(root: string, random: Random, beginMs: number): Office {
  const folders = {
    documents: join(root, "Documents"),
    photos: join(root, "Photos"),
    accounting: join(root, "Accounting"),
    shared: join(root, "Shared drive"),
  };
  for (const project of PROJECTS) makeProject(folders.documents, project, random, beginMs);
  makePersonnel(folders.documents, random, beginMs);
  makePhotos(folders.photos, random, beginMs);
  makeSharedDrive(folders.shared, random, beginMs);
  const ledger = makeLedger(folders.accounting, random, beginMs);
  ageFolders(root, beginMs - 3 * DAY_MS);
  return {
    folders,
    ledgerFile: join(folders.accounting, "ledger.sqlite"),
    work: (workRandom, atMs) => work(folders.documents, workRandom, atMs),
    endOfDay: (dayRandom, atMs) => endOfDay(folders, ledger, dayRandom, atMs),
    deleteArchive: (atMs) => remove(join(folders.documents, "Clients", ...ARCHIVE), atMs),
    close: ledger.close,
  };
}

/** Writes a file, and makes it look as old as it is meant to be. */
function put(path: string, content: string | Buffer, atMs: number): void {
  const firstMade = mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const changed = [path, dirname(path), ...(firstMade === undefined ? [] : [dirname(firstMade)])];
  for (const one of changed) utimesSync(one, atMs / 1000, atMs / 1000);
}

/** What is removed changes its folder, too. */
function remove(path: string, atMs: number): void {
  rmSync(path, { recursive: true });
  utimesSync(dirname(path), atMs / 1000, atMs / 1000);
}

/** Folders are as old as what was put into them last, those of folders as the office. */
function ageFolders(folder: string, atMs: number): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) ageFolders(join(folder, entry.name), atMs);
  if (entries.every((entry) => entry.isDirectory())) utimesSync(folder, atMs / 1000, atMs / 1000);
}

function before(random: Random, endMs: number, days: number): number {
  return endMs - random.between(1, days) * DAY_MS - random.between(0, 10) * 3_600_000;
}

function makeProject(documents: string, project: Project, random: Random, endMs: number): void {
  const folder = projectFolder(documents, project);
  if (project.name === ARCHIVE[1]) {
    for (let n = 1; n <= ARCHIVE_FILES; n += 1) {
      const year = 2019 + (n % 5);
      const name = `${year}/${year}-${String(n).padStart(3, "0")} ${random.pick(["Invoice", "Delivery note", "Letter", "Site report"])}.txt`;
      put(join(folder, name), `${sentences(random, "en", 12).join("\n")}\n`, before(random, endMs, 1500));
    }
    return;
  }
  const words = LABELS[project.language];
  for (let n = 0; n < 10; n += 1) addOffer(folder, project, random, before(random, endMs, 300), n + 101);
  for (let n = 0; n < 38; n += 1) addLetter(folder, project, random, before(random, endMs, 300));
  for (let n = 0; n < 14; n += 1) addMinutes(folder, project, random, before(random, endMs, 300));
  for (let n = 0; n < 6; n += 1) {
    const atMs = before(random, endMs, 300);
    put(join(folder, `${words.costs} ${dayOf(atMs)}.xlsx`), costs(random), atMs);
  }
  for (const letter of ["A", "B", "C"]) {
    const path = join(folder, words.drawings, `${words.plan} ${letter}.png`);
    put(path, encodePng(drawPlan(random, 800, 520)), before(random, endMs, 300));
  }
}

function projectFolder(documents: string, { client, name }: Project): string {
  return join(documents, "Clients", client, name);
}

function addOffer(folder: string, project: Project, random: Random, atMs: number, number: number): void {
  const words = LABELS[project.language];
  const title = `${words.offer} 2026-${number} ${project.name}`;
  const lines = [`${project.client}, ${dayOf(atMs)}`, "", ...sentences(random, project.language, 14)];
  // the fonts every PDF viewer has know no Chinese
  const [ending, content] =
    project.language === "zh"
      ? (["docx", writeDocument(lines)] as const)
      : (["pdf", writePdf(title, lines)] as const);
  put(join(folder, words.offers, `${title}.${ending}`), content, atMs);
}

function addLetter(folder: string, project: Project, random: Random, atMs: number): void {
  const words = LABELS[project.language];
  const lines = [
    `${project.client} / ${project.name}`,
    dayOf(atMs),
    ...sentences(random, project.language, 9),
  ];
  const name = `${dayOf(atMs)} ${words.letter} ${random.between(10, 99)}`;
  const asDocument = random.chance(0.5);
  const content = asDocument ? writeDocument(lines) : `${lines.join("\n")}\n`;
  put(join(folder, words.letters, `${name}.${asDocument ? "docx" : "txt"}`), content, atMs);
}

/** @param writtenMs of a meeting of another day, when somebody sat down to it */
function addMinutes(
  folder: string,
  project: Project,
  random: Random,
  metMs: number,
  writtenMs = metMs,
): void {
  const words = LABELS[project.language];
  const text = sentences(random, project.language, 12).map((line) => `- ${line}`);
  put(join(folder, `${dayOf(metMs)} ${words.minutes}.txt`), `${text.join("\n")}\n`, writtenMs);
}

function costs(random: Random): Buffer {
  const trades = ["Earthworks", "Concrete", "Steel", "Roof", "Façade", "Electrical", "Heating", "Painting"];
  return writeSheet([
    ["Trade", "Offer", "Ordered", "Paid"],
    ...trades.map((trade) => [trade, ...[0, 1, 2].map(() => random.between(2_000, 240_000))]),
  ]);
}

function makePersonnel(documents: string, random: Random, endMs: number): void {
  for (const name of ["Urlaubsplan 2026", "Holiday plan 2026", "Phone list", "考勤表 2026"])
    put(join(documents, "Personnel", `${name}.xlsx`), costs(random), before(random, endMs, 200));
  for (const name of ["Mietvertrag Lager Süd", "Insurance van 1", "Insurance van 2", "Lease, copier"])
    put(
      join(documents, "Contracts", `${name}.pdf`),
      writePdf(name, sentences(random, "de", 60)),
      before(random, endMs, 700),
    );
}

function makePhotos(photos: string, random: Random, endMs: number): void {
  for (let n = 0; n < 90; n += 1) addPhoto(photos, random, before(random, endMs, 500));
}

function addPhoto(photos: string, random: Random, atMs: number): void {
  const { client, name } = random.pick(PROJECTS);
  const year = dayOf(atMs).slice(0, 4);
  const file = `IMG_${random.between(1000, 9999)}.jpg`;
  const picture = drawSite(random, PHOTO.width, PHOTO.height);
  put(join(photos, year, `${client} ${name}`, file), encodeJpeg(picture), atMs);
}

function makeSharedDrive(shared: string, random: Random, endMs: number): void {
  for (const supplier of ["Stahl Nord", "Betonwerk Süd", "Fenster Huber", "Gates & Doors Ltd", "东方建材"]) {
    for (let n = 1; n <= 90; n += 1) {
      const rows = Array.from(
        { length: 40 },
        (_, row) => `${supplier};${n}-${row};${random.between(3, 900)}.00`,
      );
      const name = `Price list ${2020 + (n % 7)}-${String((n % 12) + 1).padStart(2, "0")} ${n}.csv`;
      put(
        join(shared, "Prices", supplier, name),
        `supplier;article;price\n${rows.join("\n")}\n`,
        before(random, endMs, 2000),
      );
    }
  }
  for (let n = 1; n <= 160; n += 1)
    put(
      join(shared, "Manuals", `Manual ${String(n).padStart(3, "0")}.txt`),
      `${sentences(random, random.pick(["en", "de", "zh"]), 60).join("\n")}\n`,
      before(random, endMs, 2000),
    );
}

function makeLedger(folder: string, random: Random, endMs: number): Ledger {
  mkdirSync(join(folder, "Exports"), { recursive: true });
  const ledger = openLedger(folder);
  for (let day = 400; day > 0; day -= 1) ledger.book(random, random.between(12, 40), endMs - day * DAY_MS);
  for (let month = 12; month > 0; month -= 1) {
    const atMs = endMs - month * 30.4 * DAY_MS;
    ledger.exportMonth(dayOf(atMs).slice(0, 7), atMs);
  }
  ledger.touch(endMs - DAY_MS);
  return ledger;
}

function work(documents: string, random: Random, atMs: number): void {
  const projects = PROJECTS.filter(({ name }) => name !== ARCHIVE[1]);
  const earlierMs = () => atMs - random.between(2, 100) * 60_000;
  for (let n = random.between(1, 3); n > 0; n -= 1) {
    const project = random.pick(projects);
    addLetter(projectFolder(documents, project), project, random, earlierMs());
  }
  if (random.chance(0.4)) {
    const project = random.pick(projects);
    addOffer(projectFolder(documents, project), project, random, earlierMs(), random.between(111, 140));
  }
  for (let n = random.between(2, 5); n > 0; n -= 1) editSomething(documents, random, earlierMs());
  if (random.chance(0.15)) deleteSomething(documents, random, earlierMs());
}

function editSomething(documents: string, random: Random, atMs: number): void {
  const project = random.pick(PROJECTS.filter(({ name }) => name !== ARCHIVE[1]));
  const folder = projectFolder(documents, project);
  const words = LABELS[project.language];
  if (random.chance(0.5)) addMinutes(folder, project, random, atMs - random.between(0, 20) * DAY_MS, atMs);
  else put(join(folder, `${words.costs}.xlsx`), costs(random), atMs);
}

function deleteSomething(documents: string, random: Random, atMs: number): void {
  const project = random.pick(PROJECTS.filter(({ name }) => name !== ARCHIVE[1]));
  const folder = join(projectFolder(documents, project), LABELS[project.language].letters);
  const names = readdirSync(folder);
  if (names.length > 0) remove(join(folder, random.pick(names)), atMs);
}

function endOfDay(
  folders: Readonly<Record<SourceKey, string>>,
  ledger: Ledger,
  random: Random,
  atMs: number,
): void {
  for (let n = random.between(0, 3); n > 0; n -= 1)
    addPhoto(folders.photos, random, atMs - random.between(1, 9) * 3_600_000);
  ledger.book(random, random.between(10, 40), atMs);
  ledger.exportMonth(dayOf(atMs).slice(0, 7), atMs);
  ledger.touch(atMs);
  if (random.chance(0.3)) {
    const name = `Price list ${dayOf(atMs)}.csv`;
    put(
      join(folders.shared, "Prices", "Stahl Nord", name),
      `supplier;article;price\nStahl Nord;1-1;${random.between(3, 900)}.00\n`,
      atMs,
    );
  }
}
