import { createCipheriv, hash, pbkdf2Sync, randomFillSync } from "node:crypto";
import { createKernel } from "../kernel/create-kernel.ts";
import { openSsl } from "../platform/openssl.ts";
import { deriveKey } from "../repository/keys/derive-key.ts";
import { createKernelSealer, createSealer, SEALER_SCRATCH } from "../repository/sealer.ts";
import type { MasterKey } from "../repository/types.ts";
import { expectBytes, type Probe } from "./probe.ts";

const hex = (text: string) => Buffer.from(text, "hex");

/** @source FIPS 180-4, example of one block */
const SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/** @source RFC 7914, section 11, PBKDF2-HMAC-SHA-256 */
const PBKDF2_OF_PASSWD =
  "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc" +
  "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783";
/** @source FIPS 197, appendices C.1 and C.3 */
const AES_BLOCK = "00112233445566778899aabbccddeeff";
const AES_128 = {
  key: "000102030405060708090a0b0c0d0e0f",
  sealed: "69c4e0d86a7b0430d8cdb78070b4c55a",
} as const;
const AES_256 = {
  key: `${AES_128.key}101112131415161718191a1b1c1d1e1f`,
  sealed: "8ea2b7ca516745bfeafc49904b496089",
};
/** @source RFC 7914, section 12, the first; and one as large as restic asks for, made with Python's hashlib */
const SCRYPT_SMALL =
  "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442" +
  "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906";
const SCRYPT_LARGE =
  "d25b31724e1d0694c908a9bd12ae1505ac82d9de7e46a6c24cc2efff676b4f85" +
  "d602199564d7d7e4b9a618c94c0241ccac87344589e8a7a9d0614219055502e0";

/** AES-256-CTR with Poly1305-AES, made with Python's `cryptography`. */
const SEALED =
  "c8c9cacbcccdcecfd0d1d2d3d4d5d6d7eb12e4f6d449fb0978bd6a9768e1d78998b134f9f53d6b1b0acbe87298c0f6bafe588b483f91d59201701325536d5406d1";
const SEALED_TEXT = Buffer.from("Backstay keeps what it was given.").toString("hex");
const SEALED_KEY: MasterKey = {
  encryptionKey: Uint8Array.from({ length: 32 }, (_, n) => n),
  macKey: Uint8Array.from({ length: 16 }, (_, n) => 64 + n),
  macR: Uint8Array.from({ length: 16 }, (_, n) => 128 + n),
};

/** Hashes, ciphers and key derivation, without the large scrypt. */
export const cryptoProbes: readonly Probe[] = [
  {
    piece: "sha-256",
    isNeeded: true,
    prove: () => expectBytes(hash("sha256", "abc", "buffer"), SHA256_OF_ABC),
  },
  {
    piece: "pbkdf2",
    isNeeded: true,
    prove: () => expectBytes(pbkdf2Sync("passwd", "salt", 1, 64, "sha256"), PBKDF2_OF_PASSWD),
  },
  { piece: "aes-128", isNeeded: true, prove: () => proveBlock("aes-128-ecb", AES_128) },
  { piece: "aes-256", isNeeded: true, prove: () => proveBlock("aes-256-ecb", AES_256) },
  { piece: "random", isNeeded: true, prove: proveRandom },
  { piece: "sealing", isNeeded: true, prove: proveSealing },
  { piece: "scrypt", isNeeded: true, prove: () => proveScrypt("", "", { n: 16, r: 1, p: 1 }, SCRYPT_SMALL) },
  {
    piece: "direct-openssl",
    isNeeded: false,
    prove: () => {
      if (openSsl() === undefined) throw new Error("its functions cannot be called directly");
    },
  },
];

/** As much memory and work as opening a repository takes: about 160 MiB, half a second of each core. */
export const largeScryptProbe: Probe = {
  piece: "scrypt",
  isNeeded: true,
  prove: () => proveScrypt("Backstay self-check", "known answer", { n: 32_768, r: 8, p: 8 }, SCRYPT_LARGE),
};

function proveBlock(cipher: string, answer: { readonly key: string; readonly sealed: string }): void {
  const block = createCipheriv(cipher, hex(answer.key), null).setAutoPadding(false).update(hex(AES_BLOCK));
  expectBytes(block, answer.sealed);
}

function proveRandom(): void {
  const [one, other] = [randomFillSync(new Uint8Array(32)), randomFillSync(new Uint8Array(32))];
  if (Buffer.compare(one, other) === 0) throw new Error("two draws gave the same 32 bytes");
}

/** In both ways the engine has; the one that is not used here may be in a thread where koffi fails. */
function proveSealing(): void {
  const sealed = hex(SEALED);
  for (const makeSealer of [createSealer, createKernelSealer]) {
    const kernel = createKernel(2 * SEALER_SCRATCH);
    const offset = kernel.arenaStart + SEALER_SCRATCH;
    kernel.bytes.set(sealed, offset);
    const sealer = makeSealer(kernel, SEALED_KEY, kernel.arenaStart);
    if (!sealer.open(offset, sealed.length))
      throw new Error(`${makeSealer.name} refused what it should open`);
    const textLength = sealed.length - 32;
    expectBytes(kernel.bytes.subarray(offset + 16, offset + 16 + textLength), SEALED_TEXT);
    kernel.bytes.set(sealed, offset);
    kernel.bytes[offset + 20] = (kernel.bytes[offset + 20] ?? 0) ^ 1;
    if (sealer.open(offset, sealed.length)) throw new Error(`${makeSealer.name} opened what was changed`);
  }
}

async function proveScrypt(
  password: string,
  salt: string,
  parameters: Parameters<typeof deriveKey>[2],
  expected: string,
): Promise<void> {
  expectBytes(await deriveKey(Buffer.from(password), Buffer.from(salt), parameters), expected);
}
