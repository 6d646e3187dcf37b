import { createSocket, type RemoteInfo } from "node:dgram";
import { describe, expect, onTestFinished, test } from "vitest";
import { BackstayError, toWire } from "../../../shared/errors.ts";
import { isSecure } from "../../../shared/model/snmp-setup.ts";
import { describeError } from "../../../shared/words/describe-error.ts";
import {
  CIPHER_PASSWORD,
  HASH_PASSWORD,
  SNMP_USER,
  SNMP_V2C,
  SNMP_V3,
  type SnmpAgentOptions,
  startSnmpAgent,
} from "../../../test/support/snmp-agent.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { explain } from "../explain/explain.ts";
import {
  type BoxWalk,
  belowEnterprises as below,
  qnapBox,
  synologyBox,
  truenasBox,
} from "../testing/nas-walks.ts";
import { severityOfReading, verdictLines } from "../testing/verdicts.ts";
import { readSnmpHost } from "./read-snmp-host.ts";
import { type SnmpHost, type SnmpLimits, type SnmpSignIn, USUAL_SNMP_LIMITS } from "./snmp-host.ts";

const signal = new AbortController().signal;
/** An agent beside us answers at once; what it does not answer shall not be waited for long. */
const QUICK: SnmpLimits = { ...USUAL_SNMP_LIMITS, requestMs: 300 };

async function agentOf(box: BoxWalk, options?: SnmpAgentOptions) {
  const agent = await startSnmpAgent(below(box), options);
  const at = (signIn: SnmpSignIn, more: Partial<SnmpHost> = {}): SnmpHost => ({
    address: "127.0.0.1",
    port: agent.port,
    signIn,
    ...more,
  });
  return { agent, at };
}

/** What a person is told when a reading fails; fails when it does not. */
async function failureOf(host: SnmpHost, limits = QUICK): Promise<BackstayError> {
  try {
    await readSnmpHost(host, { limits, signal });
  } catch (error) {
    if (error instanceof BackstayError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe.skipIf(lacksTool("snmpd"))("a real agent", () => {
  test("tells of a Synology box, signed and encrypted", async () => {
    const sizes = { "6574.3.1.1.4.0": "3000000000000n", "6574.3.1.1.5.0": "8000000000000n" };
    const { at } = await agentOf(synologyBox(sizes));
    const { box, name, description, reading } = await readSnmpHost(at(SNMP_V3), { signal });
    expect({ box, name, description }).toEqual({
      box: "synology",
      name: "office-nas",
      description: "A box for tests",
    });
    expect(reading.gaps).toEqual([]);
    expect(reading.controllers).toMatchObject([{ id: "2040SBRB12345", model: "DS920+", state: "ok" }]);
    expect(reading.disks.map(({ place }) => place.device)).toEqual(["Disk 1", "Disk 2"]);
    expect(reading.arrays[0]).toMatchObject({ sizeBytes: 8e12, usedBytes: 5e12 });
    expect(severityOfReading(reading)).toBe("ok");
  });

  test.each([
    ["QNAP", qnapBox(), "qnap"],
    ["TrueNAS", truenasBox(), "truenas"],
  ] as const)("tells of a %s box", async (_, walk, expected) => {
    const { at } = await agentOf(walk);
    const { box, reading } = await readSnmpHost(at(SNMP_V3), { signal });
    expect({ box, severity: severityOfReading(reading), gaps: reading.gaps }).toEqual({
      box: expected,
      severity: "ok",
      gaps: [],
    });
  });

  test("is heard when a disk begins to fail and a volume degrades, and when all is well again", async () => {
    const { agent, at } = await agentOf(synologyBox());
    const look = async () => verdictLines((await readSnmpHost(at(SNMP_V3), { signal })).reading);
    expect(await look()).toEqual(expect.arrayContaining(["Disk 2 ok", "Volume 1 ok"]));
    agent.serve(below(synologyBox({ "6574.2.1.1.13.1": 4, "6574.3.1.1.3.0": 11 })));
    expect(await look()).toEqual(
      expect.arrayContaining(["Disk 2 failing DISK_REPORTED_STATE", "Volume 1 degraded ARRAY_DEGRADED"]),
    );
    agent.serve(below(synologyBox()));
    expect(await look()).toEqual(expect.arrayContaining(["Disk 2 ok", "Volume 1 ok"]));
  });

  test("speaks the older version where a person chose it, which is never called secure", async () => {
    const { at } = await agentOf(synologyBox());
    expect(severityOfReading((await readSnmpHost(at(SNMP_V2C), { signal })).reading)).toBe("ok");
    expect([isSecure(SNMP_V2C), isSecure(SNMP_V3)]).toEqual([false, true]);
  });

  test.each([
    ["SHA", "AES", { hash: "sha1" }],
    ["SHA-512", "AES", { hash: "sha512" }],
    ["MD5", "AES", { hash: "md5" }],
    ["SHA-256", "AES-256", { cipher: "aes256-blumenthal" }],
  ] as const)("that knows only %s and %s is read in its way", async (hash, cipher, chosen) => {
    const { at } = await agentOf(truenasBox(), { hash, cipher });
    expect((await readSnmpHost(at({ ...SNMP_V3, ...chosen }), { signal })).box).toBe("truenas");
  });

  test("gives an output that can be explained later, as saved for support", async () => {
    const { at } = await agentOf(synologyBox({ "6574.3.1.1.3.0": 12 }));
    const { output } = await readSnmpHost(at(SNMP_V3), { signal });
    const { kind, severity } = explain(output, "auto", { nowMs: 0 }, "en");
    expect({ kind, severity }).toEqual({ kind: "synology-walk", severity: "critical" });
  });

  const WRONG: readonly (readonly [string, Partial<typeof SNMP_V3> & Record<string, string>, string])[] = [
    ["an account it does not know", { user: "nobody" }, "user"],
    ["a wrong password", { hashPassword: "guessed wrongly" }, "password"],
    ["another hash than it knows", { hash: "sha512" }, "password"],
    ["a wrong password for encryption", { cipherPassword: "guessed wrongly" }, "encryption"],
    ["another cipher than it knows", { cipher: "aes256-reeder" }, "encryption"],
    ["a password no account can have", { hashPassword: "short" }, "password-short"],
  ] as never;
  test.each(WRONG)("refuses %s, and the reason is told without any secret", async (_, change, reason) => {
    const { at } = await agentOf(synologyBox());
    const error = await failureOf(at({ ...SNMP_V3, ...change } as SnmpSignIn));
    expect(error).toMatchObject({ code: "SNMP_REFUSED", details: { reason } });
    expect(describeError(toWire(error, ""), "en").message).toContain(
      SNMP_V3.user === change.user ? SNMP_V3.user : "",
    );
    const told = [error, error.stack, JSON.stringify(error), String(error.cause)].join("\n");
    for (const secret of [HASH_PASSWORD, CIPHER_PASSWORD, "guessed wrongly", "short,"])
      expect(told).not.toContain(secret);
    expect(error.cause).toBeUndefined(); // what the library throws holds the account with its passwords
  });

  test("that shows an account nothing of the maker's is not taken for a box without disks", async () => {
    const { at } = await agentOf(synologyBox(), { view: ".1.3.6.1.2.1" });
    const nothing = { code: "SNMP_NOTHING_SHOWN", details: { user: SNMP_USER, box: null } };
    expect(await failureOf(at(SNMP_V3))).toMatchObject(nothing);
    expect(await failureOf(at(SNMP_V3, { box: "qnap" }))).toMatchObject({ details: { box: "qnap" } });
  });

  test("that shows the box but not its disks has a gap, and is not fine", async () => {
    const { at } = await agentOf(synologyBox(), { view: ".1.3.6.1.4.1.6574.1" });
    const { reading } = await readSnmpHost(at(SNMP_V3), { signal });
    expect(reading.gaps).toMatchObject([{ reason: "not-shown" }]);
    expect(severityOfReading(reading)).toBe("unknown");
  });

  test("with an account that may see nothing at all refuses it", async () => {
    const { at } = await agentOf(synologyBox(), {
      lines: [`createUser poor SHA-256 "${HASH_PASSWORD}" AES "${CIPHER_PASSWORD}"`],
    });
    expect(await failureOf(at({ ...SNMP_V3, user: "poor" }))).toMatchObject({
      code: "SNMP_REFUSED",
      details: { reason: "view" },
    });
  });

  test("that is frozen is silent, and answers again afterwards", async () => {
    const { agent, at } = await agentOf(synologyBox());
    agent.freeze();
    expect(await failureOf(at(SNMP_V3))).toMatchObject({
      code: "SNMP_SILENT",
      details: { reason: "timed-out", version: "v3" },
    });
    agent.thaw();
    expect((await readSnmpHost(at(SNMP_V3), { signal })).box).toBe("synology");
    await agent.stop();
    expect(await failureOf(at(SNMP_V2C))).toMatchObject({ code: "SNMP_SILENT", details: { version: "v2c" } });
  });

  test("may not say more than any box says", async () => {
    const disks = Array.from({ length: 60 }, (_, row) => [`6574.2.1.1.2.${row}`, `Disk ${row}`]);
    const { at } = await agentOf({ ...synologyBox(), ...Object.fromEntries(disks) });
    for (const limits of [
      { ...USUAL_SNMP_LIMITS, values: 50 },
      { ...USUAL_SNMP_LIMITS, bytes: 2000 },
    ]) {
      const { reading } = await readSnmpHost(at(SNMP_V3), { limits, signal });
      expect(reading).toMatchObject({ disks: [], gaps: [{ reason: "output-too-long" }] });
      expect(severityOfReading(reading)).toBe("unknown");
    }
  });

  test("stops being asked when the time for all of it is over, and when nobody wants to know any more", async () => {
    const { agent, at } = await agentOf(synologyBox());
    agent.freeze();
    const limits = { ...USUAL_SNMP_LIMITS, timeMs: 200 };
    expect(await failureOf(at(SNMP_V3), limits)).toMatchObject({ details: { reason: "timed-out" } });
    const stop = new AbortController();
    const reading = readSnmpHost(at(SNMP_V3), { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
  });
});

test("a name that there is not is told as such", async () => {
  const host = { address: "no-such-box.invalid", port: 161, signIn: SNMP_V3 };
  expect(await failureOf(host)).toMatchObject({
    code: "SNMP_SILENT",
    details: { address: "no-such-box.invalid", reason: "not-found" },
  });
});

/** Something on the network that answers each datagram as it likes. */
async function strangerWho(answer: (datagram: Buffer, number: number) => Buffer): Promise<number> {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  let number = 0;
  socket.on("message", (datagram: Buffer, { port, address }: RemoteInfo) => {
    socket.send(answer(datagram, number++), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket.address().port;
}

describe("something that is no agent", () => {
  const host = (port: number, signIn: SnmpSignIn): SnmpHost => ({ address: "127.0.0.1", port, signIn });
  const limits = { ...QUICK, requestMs: 50 };

  test.each([
    ["says nonsense", () => Buffer.from("hello")],
    ["says nothing in many bytes", () => Buffer.alloc(1400)],
    ["repeats what it hears", (datagram: Buffer) => datagram],
    ["cuts short what it hears", (datagram: Buffer) => datagram.subarray(0, datagram.length - 7)],
  ])("and %s neither ends us nor is believed", async (_, answer) => {
    const port = await strangerWho(answer);
    for (const signIn of [SNMP_V3, SNMP_V2C])
      expect((await failureOf(host(port, signIn), limits)).code).toMatch(/^SNMP_(?:SILENT|REFUSED)$/);
  });

  test("and changes some bytes of everything neither ends us nor is believed", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return (seed >>> 8) % below;
    };
    const port = await strangerWho((datagram) => {
      const changed = Buffer.from(datagram);
      // a question of type 0xa0 and above becomes an answer now and then
      for (let n = random(4); n >= 0; n--) changed[random(changed.length)] = random(256);
      const question = changed.findIndex((byte) => byte === 0xa1 || byte === 0xa0 || byte === 0xa5);
      if (question > 0 && random(2) === 0) changed[question] = random(2) === 0 ? 0xa2 : 0xa8;
      return changed;
    });
    const quick = { ...limits, requestMs: 10, timeMs: 500 };
    for (let round = 0; round < 30; round++)
      for (const signIn of [SNMP_V3, SNMP_V2C])
        expect((await failureOf(host(port, signIn), quick)).code).toMatch(/^SNMP_/);
  });
});
