import { mkdirSync } from "node:fs";
import { open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createExponential, createRandomBytes, type RandomBytes, SEED } from "./random.ts";
import { createText } from "./text.ts";

export type SetName = "large" | "small";

/** A folder of files to back up. */
export type DataSet = {
  readonly name: SetName;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Changes 1 %: of the bytes of each large file in one piece, in place; of the small files, which are written anew. */
  touch(round: number): Promise<void>;
};

const MIB = 1024 * 1024;
/** Text and noise take turns. */
const LARGE_FILES_MIB = [512, 512, ...Array.from({ length: 16 }, () => 64)];
const SMALL_FILES = 100_000;
const SMALL_FILES_PER_FOLDER = 200;
const SMALL_MEAN_BYTES = 8 * 1024;
const PIECE_BYTES = 8 * MIB;
const TOUCHED_SHARE = 0.01;

/** 2 GiB: two files of 512 MiB and sixteen of 64, half of them noise and half text. */
export async function plantLarge(folder: string, scale: number): Promise<DataSet> {
  mkdirSync(folder);
  const sources = [createRandomBytes(`${SEED} large`), createText(`${SEED} large`)] as const;
  const files = LARGE_FILES_MIB.map((mib, n) => ({
    path: join(folder, `${n}.${n % 2 === 0 ? "bin" : "txt"}`),
    bytes: Math.round(mib * MIB * scale),
    source: sources[n % 2 === 0 ? 0 : 1],
  }));
  for (const { path, bytes, source } of files) await writeLong(path, bytes, source);
  return {
    name: "large",
    folder,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    async touch(round) {
      const noise = createRandomBytes(`${SEED} touch ${round}`);
      for (const { path, bytes } of files) {
        const length = Math.floor(bytes * TOUCHED_SHARE);
        const position = noise.next(4).readUInt32LE() % (bytes - length);
        const file = await open(path, "r+");
        await file.write(noise.next(length), 0, length, position);
        await file.close();
      }
    },
  };
}

/** 100 000 files in folders of 200, about 0.8 GB, with exponentially distributed sizes; half noise and half text. */
export async function plantSmall(folder: string, scale: number, seed = SEED): Promise<DataSet> {
  const files = Math.round(SMALL_FILES * scale);
  const pathOf = (n: number) => join(folder, String(Math.floor(n / SMALL_FILES_PER_FOLDER)), String(n));
  const nextSize = createExponential(`${seed} sizes`, SMALL_MEAN_BYTES);
  const sources = [createRandomBytes(`${seed} small`), createText(`${seed} small`)] as const;
  const write = async (n: number) => {
    const bytes = sources[n % 2 === 0 ? 0 : 1].next(nextSize());
    await writeFile(pathOf(n), bytes);
    return bytes.length;
  };
  let bytes = 0;
  for (let n = 0; n < files; n += 1) {
    if (n % SMALL_FILES_PER_FOLDER === 0) mkdirSync(join(pathOf(n), ".."), { recursive: true });
    bytes += await write(n);
  }
  const step = Math.round(1 / TOUCHED_SHARE);
  return {
    name: "small",
    folder,
    files,
    bytes,
    async touch(round) {
      for (let n = round % step; n < files; n += step) await write(n);
    },
  };
}

async function writeLong(path: string, bytes: number, source: RandomBytes): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (let left = bytes; left > 0; left -= PIECE_BYTES) {
      await file.write(source.next(Math.min(left, PIECE_BYTES)));
    }
  } finally {
    await file.close();
  }
}

/** For the next set at the same place. */
export async function removeData(set: DataSet): Promise<void> {
  await rm(set.folder, { recursive: true });
}
