/**
 * A small baseline JPEG encoder: three components without subsampling, one quantisation and one pair of Huffman tables for all.
 * The Huffman tables are made from the code lengths below, so that only these have to be written down.
 *
 * @source ITU-T T.81: Annex A (DCT, zigzag), Annex C (codes from lengths), Annex F (entropy coding), Annex K (example tables)
 */
import type { Picture } from "./picture.ts";

/** Annex K.1, for luminance. */
const QUANTISATION = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const ZIGZAG = zigzag();
/** Twelve codes of four bits for the sizes of DC differences. */
const DC_COUNTS = [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const DC_VALUES = Array.from({ length: 12 }, (_, size) => size);
/** Short codes for what is frequent: the end of a block and small values after few zeros. All others get ten bits. */
const AC_FREQUENT = [0x00, 0x01, 0x02, 0x11, 0x03, 0x21];
const AC_OTHERS = [0xf0, ...runsAndSizes().filter((value) => !AC_FREQUENT.includes(value))];
const AC_COUNTS = [0, 0, 6, 0, 0, 0, 0, 0, 0, AC_OTHERS.length, 0, 0, 0, 0, 0, 0];
const AC_VALUES = [...AC_FREQUENT, ...AC_OTHERS];

/** @param quality above 0; 1 is what Annex K gives, less is coarser */
export function encodeJpeg(picture: Picture, quality = 1): Buffer {
  const steps = QUANTISATION.map((step) => Math.max(1, Math.min(255, Math.round(step / quality))));
  return Buffer.concat([Buffer.from([0xff, 0xd8]), headers(picture, steps), scan(picture, steps), END]);
}

const END = Buffer.from([0xff, 0xd9]);

function headers({ width, height }: Picture, steps: readonly number[]): Buffer {
  const frame = [
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    3,
    1,
    0x11,
    0,
    2,
    0x11,
    0,
    3,
    0x11,
    0,
  ];
  return Buffer.concat([
    segment(0xe0, [...Buffer.from("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, [0, ...ZIGZAG.map((at) => steps[at] ?? 1)]),
    segment(0xc0, frame),
    segment(0xc4, [0x00, ...DC_COUNTS, ...DC_VALUES]),
    segment(0xc4, [0x10, ...AC_COUNTS, ...AC_VALUES]),
    segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...content]);
}

function scan(picture: Picture, steps: readonly number[]): Buffer {
  const bits = createBitWriter();
  const dcCodes = codesOf(DC_COUNTS, DC_VALUES);
  const acCodes = codesOf(AC_COUNTS, AC_VALUES);
  const writeCode = (codes: ReadonlyMap<number, Code>, value: number) => {
    const code = codes.get(value);
    if (code === undefined) throw new Error(`no code for ${value}`);
    bits.write(code.bits, code.length);
  };
  const writeNumber = (value: number, size: number) => {
    if (size > 0) bits.write(value < 0 ? value + (1 << size) - 1 : value, size);
  };
  const before = [0, 0, 0];
  for (let y = 0; y < picture.height; y += 8) {
    for (let x = 0; x < picture.width; x += 8) {
      for (let component = 0; component < 3; component += 1) {
        const block = quantised(transform(samples(picture, x, y, component)), steps);
        const dc = block[0] ?? 0;
        const difference = dc - (before[component] ?? 0);
        before[component] = dc;
        writeCode(dcCodes, sizeOf(difference));
        writeNumber(difference, sizeOf(difference));
        writeRest(block, (value) => writeCode(acCodes, value), writeNumber);
      }
    }
  }
  return bits.end();
}

function writeRest(
  block: readonly number[],
  writeCode: (value: number) => void,
  writeNumber: (value: number, size: number) => void,
): void {
  let zeros = 0;
  for (let n = 1; n < 64; n += 1) {
    const value = block[n] ?? 0;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) writeCode(0xf0);
    const size = sizeOf(value);
    writeCode((zeros << 4) | size);
    writeNumber(value, size);
    zeros = 0;
  }
  if (zeros > 0) writeCode(0x00);
}

function sizeOf(value: number): number {
  return 32 - Math.clz32(Math.abs(value));
}

/** 64 samples from -128 to 127 of Y, Cb or Cr; beyond the edge the last pixel goes on. */
function samples(
  { width, height, rgb }: Picture,
  left: number,
  top: number,
  component: number,
): Float64Array {
  const block = new Float64Array(64);
  for (let n = 0; n < 64; n += 1) {
    const x = Math.min(width - 1, left + (n & 7));
    const y = Math.min(height - 1, top + (n >> 3));
    const at = (y * width + x) * 3;
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
    block[n] =
      component === 0
        ? 0.299 * red + 0.587 * green + 0.114 * blue - 128
        : component === 1
          ? -0.168736 * red - 0.331264 * green + 0.5 * blue
          : 0.5 * red - 0.418688 * green - 0.081312 * blue;
  }
  return block;
}

const COSINES = Float64Array.from({ length: 64 }, (_, n) => {
  const frequency = n >> 3;
  return (
    Math.cos(((2 * (n & 7) + 1) * frequency * Math.PI) / 16) * (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5
  );
});

/** The cosine transform, first along the rows, then along the columns. */
function transform(block: Float64Array): Float64Array {
  return alongRows(alongRows(block));
}

/** Transforms the rows and turns rows into columns, so that twice gives both and the right way round. */
function alongRows(block: Float64Array): Float64Array {
  const out = new Float64Array(64);
  for (let row = 0; row < 8; row += 1) {
    for (let frequency = 0; frequency < 8; frequency += 1) {
      let sum = 0;
      for (let n = 0; n < 8; n += 1) sum += (block[row * 8 + n] ?? 0) * (COSINES[frequency * 8 + n] ?? 0);
      out[frequency * 8 + row] = sum;
    }
  }
  return out;
}

function quantised(block: Float64Array, steps: readonly number[]): number[] {
  return ZIGZAG.map((at) => Math.round((block[at] ?? 0) / (steps[at] ?? 1)));
}

type Code = { readonly bits: number; readonly length: number };

/** Annex C: codes count up, and double from one length to the next. */
function codesOf(counts: readonly number[], values: readonly number[]): ReadonlyMap<number, Code> {
  const codes = new Map<number, Code>();
  let bits = 0;
  let n = 0;
  for (const [index, count] of counts.entries()) {
    for (let k = 0; k < count; k += 1) {
      codes.set(values[n] ?? 0, { bits, length: index + 1 });
      bits += 1;
      n += 1;
    }
    bits <<= 1;
  }
  return codes;
}

function runsAndSizes(): number[] {
  return Array.from({ length: 16 * 10 }, (_, n) => (Math.floor(n / 10) << 4) | ((n % 10) + 1));
}

function zigzag(): number[] {
  const order = Array.from({ length: 64 }, (_, n) => n);
  const diagonal = (n: number) => (n & 7) + (n >> 3);
  // even diagonals go up to the right, odd ones down to the left
  const along = (n: number) => (diagonal(n) % 2 === 0 ? n & 7 : n >> 3);
  return order.sort((a, b) => diagonal(a) - diagonal(b) || along(a) - along(b));
}

function createBitWriter() {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  const push = (byte: number) => {
    bytes.push(byte);
    // a byte of ones would be taken for a marker
    if (byte === 0xff) bytes.push(0);
  };
  return {
    write(bits: number, length: number) {
      held = (held << length) | bits;
      count += length;
      for (; count >= 8; count -= 8) push((held >>> (count - 8)) & 255);
      held &= (1 << count) - 1;
    },
    end() {
      if (count > 0) push(((held << (8 - count)) | ((1 << (8 - count)) - 1)) & 255);
      return Buffer.from(bytes);
    },
  };
}
