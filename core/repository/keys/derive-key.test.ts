import { scryptSync } from "node:crypto";
import { getEventListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveKey, planThreads } from "./derive-key.ts";
import { checkScryptParameters } from "./scrypt-parameters.ts";

const utf8 = new TextEncoder();
const MIB = 1024 * 1024;

async function derivedHex(password: string, salt: string, n: number, r: number, p: number): Promise<string> {
  const parameters = { n, r, p };
  return Buffer.from(await deriveKey(utf8.encode(password), utf8.encode(salt), parameters)).toString("hex");
}

describe("deriveKey", () => {
  // RFC 7914, section 12; its fourth vector needs 1 GiB and is refused here
  test.each([
    {
      ...{ password: "", salt: "", n: 16, r: 1, p: 1 },
      key: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
    },
    {
      ...{ password: "password", salt: "NaCl", n: 1024, r: 8, p: 16 },
      key: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
    },
    {
      ...{ password: "pleaseletmein", salt: "SodiumChloride", n: 16384, r: 8, p: 1 },
      key: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
    },
  ])("gives the key of RFC 7914 for n=$n r=$r p=$p", async ({ password, salt, n, r, p, key }) => {
    expect(await derivedHex(password, salt, n, r, p)).toBe(key);
  });

  test("agrees with OpenSSL for any parameters, odd numbers of lanes among them", async () => {
    const costs = {
      logN: fc.integer({ min: 1, max: 8 }),
      r: fc.integer({ min: 1, max: 9 }),
      p: fc.integer({ min: 1, max: 7 }),
    };
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.record(costs), async (password, salt, { logN, r, p }) => {
        const n = 2 ** logN;
        expect(await derivedHex(password, salt, n, r, p)).toBe(
          scryptSync(password, salt, 64, { N: n, r, p }).toString("hex"),
        );
      }),
      { numRuns: 12 },
    );
  });

  test("stops with the signal's reason and lets go of the signal", async () => {
    const stop = new AbortController();
    const parameters = { n: 32768, r: 8, p: 64 };
    const key = deriveKey(utf8.encode("secret"), utf8.encode("salt"), parameters, stop.signal);
    const reason = new Error("enough");
    // listened to means that the threads are at work
    while (getEventListeners(stop.signal, "abort").length === 0) await nextTurn();
    stop.abort(reason);
    await expect(key).rejects.toBe(reason);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  test("refuses absurd parameters by itself", async () => {
    const parameters = { n: 2 ** 40, r: 8, p: 1 };
    await expect(deriveKey(utf8.encode(""), utf8.encode(""), parameters)).rejects.toThrowError(
      /KEY_PARAMETERS_ABSURD/,
    );
  });

  test("does not start when already cancelled", async () => {
    const reason = new Error("before");
    const parameters = { n: 2, r: 1, p: 1 };
    await expect(
      deriveKey(utf8.encode(""), utf8.encode(""), parameters, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});

describe("planThreads", () => {
  test("mixes lanes in pairs on as many threads as there are cores and pairs", () => {
    expect(planThreads({ n: 32768, r: 8, p: 7 }, 2)).toEqual({ threads: 2, lanesAtOnce: 2 });
    expect(planThreads({ n: 1024, r: 8, p: 7 }, 16)).toEqual({ threads: 4, lanesAtOnce: 2 });
    expect(planThreads({ n: 32768, r: 8, p: 1 }, 2)).toEqual({ threads: 1, lanesAtOnce: 1 });
  });

  test("stays within 160 MiB unless one lane needs more", () => {
    const lane = (logN: number) => (128 * 8 * 2 ** logN) / MIB;
    for (const logN of [10, 14, 15, 16, 17, 18, 19]) {
      const { threads, lanesAtOnce } = planThreads({ n: 2 ** logN, r: 8, p: 16 }, 64);
      expect(threads).toBeGreaterThanOrEqual(1);
      expect(threads * lanesAtOnce * lane(logN)).toBeLessThanOrEqual(Math.max(160, lane(logN)));
    }
  });
});

describe("checkScryptParameters", () => {
  test.each([
    { n: 32768, r: 8, p: 9 },
    { n: 65536, r: 8, p: 24 },
    { n: 524288, r: 8, p: 1 },
    { n: 2, r: 1, p: 1 },
  ])("takes what a key file may reasonably ask for: $n $r $p", (parameters) => {
    expect(() => checkScryptParameters(parameters, "k")).not.toThrow();
  });

  test.each([
    { n: 0, r: 8, p: 1 },
    { n: 1, r: 8, p: 1 },
    { n: 32767, r: 8, p: 1 },
    { n: 32768.5, r: 8, p: 1 },
    { n: -32768, r: 8, p: 1 },
    { n: 32768, r: 0, p: 1 },
    { n: 32768, r: 8, p: 0 },
    { n: 32768, r: 8, p: Number.NaN },
    { n: 1048576, r: 8, p: 1 },
    { n: 32768, r: 8, p: 10_000 },
    { n: 2, r: 1, p: 2 ** 24 },
    { n: 2 ** 60, r: 8, p: 1 },
  ])("refuses $n $r $p", (parameters) => {
    expect(() => checkScryptParameters(parameters, "k")).toThrowError(/KEY_PARAMETERS_ABSURD/);
  });
});
