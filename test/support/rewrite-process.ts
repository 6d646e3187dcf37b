/**
 * Writes two files over and over, block by block, each block with the number of the round in it and on the disk before the next: the
 * first file from its start to its end, then the second. At any moment the numbers, read in this order, never rise, and differ by one.
 * Argument: the folder.
 */
import { constants, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { BLOCK_BYTES, REWRITTEN } from "./rewritten-files.ts";

const [folder = ""] = process.argv.slice(2);
const { O_RDWR, O_CREAT, O_DSYNC } = constants;
const files = REWRITTEN.map(({ name, blocks }) => ({
  blocks,
  descriptor: openSync(join(folder, name), O_RDWR | O_CREAT | O_DSYNC),
}));
const block = Buffer.alloc(BLOCK_BYTES);
for (let round = 1; ; round += 1) {
  for (let at = 0; at < BLOCK_BYTES; at += 8) block.writeBigUInt64LE(BigInt(round), at);
  for (const { blocks, descriptor } of files)
    for (let n = 0; n < blocks; n += 1) writeSync(descriptor, block, 0, BLOCK_BYTES, n * BLOCK_BYTES);
  if (round === 2) writeSync(1, "going\n");
}
