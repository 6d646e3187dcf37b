import { expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import type { HostKey } from "../../remote/host-key.ts";
import { createAddressBook } from "./address-book.ts";

const SSH = { port: null, user: null };
const NONE = (error: unknown) => {
  throw error;
};

function clockAt(): { nowMs: () => number; move: (ms: number) => void } {
  let nowMs = 1_000_000;
  return { nowMs: () => nowMs, move: (ms) => (nowMs += ms) };
}

test("a name is known by itself at once, and by all it stands for when that is looked up", async () => {
  let news = 0;
  const book = createAddressBook({
    ...{ clock: clockAt(), onError: NONE },
    onChange: () => (news += 1),
    resolve: async (name) => (name === "nas.example.org" ? ["192.0.2.7", "2001:DB8::7"] : []),
    readSettings: async () => ({
      ...{ address: "nas.example.org", port: 2222, knownKeys: ["ssh-ed25519 SHA256:A" as HostKey] },
    }),
  });
  const server = { addresses: ["Backup."], ssh: SSH };
  expect(book.of(server)).toEqual({ addresses: new Set(["backup"]), port: null, hostKeys: [] });
  await book.settled();
  expect(book.of(server)).toEqual({
    addresses: new Set(["backup", "nas.example.org", "192.0.2.7", "2001:db8::7"]),
    ...{ port: 2222, hostKeys: ["ssh-ed25519 SHA256:A"] },
  });
  expect(news).toBe(1);
});

test("nobody waits for a resolver that never answers, and what was found stays when it is lost", async () => {
  const clock = clockAt();
  const answers: (() => Promise<readonly string[]>)[] = [
    async () => ["192.0.2.7"],
    async () => await Promise.reject(Object.assign(new Error(), { errno: -3003, code: "EAI_AGAIN" })),
    () => new Promise(() => undefined),
  ];
  const book = createAddressBook({
    ...{ clock, onError: NONE },
    resolve: async () => await (answers.shift() ?? (async () => []))(),
  });
  const nas = { addresses: ["nas"], ssh: null };
  const both = new Set(["nas", "192.0.2.7"]);
  book.of(nas);
  await book.settled();
  expect(book.of(nas).addresses).toEqual(both);
  for (let n = 0; n < 2; n += 1) {
    clock.move(6 * 60_000);
    book.of(nas);
    await book.settled(); // at once: it is known, and only looked up anew
    expect(book.of(nas).addresses).toEqual(both);
  }
});

test("this machine's own names and addresses are really looked up", async () => {
  const book = createAddressBook({ clock: clockAt(), onError: NONE });
  book.of({ addresses: ["localhost"], ssh: null });
  await book.settled();
  expect(
    [...book.of({ addresses: ["localhost"], ssh: null }).addresses].some(
      (one) => one === "127.0.0.1" || one === "::1",
    ),
  ).toBe(true);
  expect(book.own().has("127.0.0.1")).toBe(true);
});

test("settings of SSH that cannot be used are no more than nothing known; a mistake of ours is told, and the next name looked up", async () => {
  const told: unknown[] = [];
  const mistake = new TypeError("a mistake");
  const book = createAddressBook({
    ...{ clock: clockAt(), onError: (error: unknown) => void told.push(error) },
    resolve: async (name) => (name === "broken" ? await Promise.reject(mistake) : [`192.0.2.${name.length}`]),
    readSettings: async (host) => {
      throw host === "odd"
        ? mistake
        : new BackstayError("SSH_SETTINGS_UNUSABLE", { host, reason: "needs-proxy", said: "" });
    },
  });
  const ask = (name: string) => [...book.of({ addresses: [name], ssh: SSH }).addresses];
  for (const name of ["broken", "odd", "jump"]) ask(name);
  await book.settled();
  expect(ask("broken")).toEqual(["broken"]);
  expect(ask("odd")).toEqual(["odd", "192.0.2.3"]);
  expect(ask("jump")).toEqual(["jump", "192.0.2.4"]);
  expect(told).toEqual([mistake, mistake]);
});
