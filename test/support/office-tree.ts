/** A made-up office's files, what people do to them in a week, and what encryptors do. The same for the same seed. */
import { createCipheriv, createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { noise, seededRandom } from "./crash-sources.ts";

/** How files of these kinds begin; what follows is as it is in real ones: packed, or text. */
const MARKS = {
  docx: "PK\x03\x04",
  xlsx: "PK\x03\x04",
  jpg: "\xff\xd8\xff\xe0",
  pdf: "%PDF-1.7",
  kdbx: "\x03\xd9\xa2\x9a",
} as const;
type Kind = keyof typeof MARKS | "txt" | "md" | "csv";

const DEPARTMENTS = ["Sales", "Accounts", "Projects", "Personnel", "Photos"] as const;
const KINDS: readonly Kind[] = ["docx", "xlsx", "pdf", "txt", "csv", "jpg"];

export function createOffice(folder: string, seed: string) {
  const random = seededRandom(seed);
  let made = 0;
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error("there is nothing to choose from");
    return one;
  };
  const contentOf = (kind: Kind): Buffer => {
    made += 1;
    const sizeBytes = between(1_500, 40_000);
    if (kind === "txt" || kind === "md" || kind === "csv")
      return Buffer.from(`Offer ${made} for hall ${made % 7}: 1 200,00\n`.repeat(Math.ceil(sizeBytes / 35)));
    return Buffer.concat([Buffer.from(MARKS[kind], "latin1"), noise(`${seed}/${made}`, sizeBytes)]);
  };
  const write = (path: string, kind: Kind) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contentOf(kind));
  };
  const add = (where: string, count: number, kinds: readonly Kind[] = KINDS) => {
    for (let n = 0; n < count; n += 1) {
      const kind = pick(kinds);
      write(join(folder, where, `${pick(["Offer", "Bill", "Letter", "List"])} ${made}.${kind}`), kind);
    }
  };
  const all = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .sort();
  const kindOf = (path: string) => path.split(".").at(-1) as Kind;

  for (const department of DEPARTMENTS)
    for (let n = 0; n < 8; n += 1)
      add(join(department, `20${18 + n}`), 12, department === "Photos" ? ["jpg"] : KINDS);
  write(join(folder, "Personnel", "passwords.kdbx"), "kdbx");

  return {
    folder,
    all,
    /** A working day: some write, some tidy up. */
    work() {
      for (let n = between(3, 25); n > 0; n -= 1) {
        const path = pick(all());
        write(path, kindOf(path));
      }
      add(pick(DEPARTMENTS), between(0, 12));
      for (let n = between(0, 6); n > 0; n -= 1) rmSync(pick(all()));
      if (random() < 0.3) write(join(folder, "Personnel", "passwords.kdbx"), "kdbx");
    },
    /** What happens once in a while, and looks large. */
    rarely: [
      () => add(join("Photos", "Excursion"), 220, ["jpg"]),
      () => renameSync(join(folder, "Projects", "2018"), join(folder, "Projects", "Put away 2018")),
      () => renameSync(join(folder, "Sales"), join(folder, "Sales and service")),
      () => renameSync(join(folder, "Sales and service"), join(folder, "Sales")),
      () => rmSync(join(folder, "Accounts", "2018"), { recursive: true }),
      () => {
        for (const path of all().filter((one) => one.includes("Excursion")))
          renameSync(path, join(dirname(path), `Excursion 2026 ${basename(path)}`));
      },
      () => {
        for (const path of all().filter((one) => one.endsWith(".csv"))) write(path, "csv");
      },
      () => {
        for (const path of all().filter((one) => one.endsWith(".txt")))
          renameSync(path, path.replace(/txt$/, "md"));
      },
      () => rmSync(join(folder, "Photos", "Excursion"), { recursive: true }),
      () => add(join("Projects", "2026"), 90),
    ],
    /** @param ending behind the names; nothing leaves them */
    encrypt(paths: readonly string[], ending: string, bytes = Number.POSITIVE_INFINITY) {
      for (const path of paths) {
        const content = readFileSync(path);
        const key = createHash("sha256").update(path).digest();
        const sealed = createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(
          content.subarray(0, bytes),
        );
        writeFileSync(path, Buffer.concat([sealed, content.subarray(sealed.length)]));
        if (ending !== "") renameSync(path, path + ending);
      }
      writeFileSync(join(folder, "READ ME.txt"), "Your files are ours.");
    },
  };
}
