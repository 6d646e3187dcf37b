import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readLab } from "../core/health/testing/fixtures.ts";
import { belowEnterprises, synologyBox } from "../core/health/testing/nas-walks.ts";
import { startSelfTest } from "../core/health/tools/smartctl/commands.ts";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { openTestHost } from "../test/support/host.ts";
import {
  CIPHER_PASSWORD,
  COMMUNITY,
  HASH_PASSWORD,
  SNMP_USER,
  startSnmpAgent,
} from "../test/support/snmp-agent.ts";
import { startSshServer } from "../test/support/ssh-server.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { lacksTool } from "../test/support/tools.ts";
import { makeVirtualMachine, smartOutput } from "../test/support/virtual-machine.ts";
import { runHere } from "./testing/run-here.ts";

async function office() {
  const folder = await tempFolder();
  const home = join(folder, "home");
  const machine = makeVirtualMachine(await tempFolder());
  const smart = smartOutput(readLab("01", "smartctl-a-LABSATA0.json"), { serial: "A1", raw: { 5: 40 } });
  machine.setDisks([{ name: "sda", smart }]);
  const host = await openTestHost(home, { toolFolder: machine.folder, hostname: "office-pc" });
  const socket = await serveHostSocket(home, host);
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await socket.close();
    await host.stop();
  };
  onTestFinished(stop);
  const backstay = (...args: string[]) => runHere(args, { env: { BACKSTAY_HOME: home } });
  const typing = (lines: readonly string[], ...args: string[]) =>
    runHere(args, { env: { BACKSTAY_HOME: home }, input: lines.join("\n") });
  return { folder, host, machine, stop, backstay, typing };
}

describe("backstay health", () => {
  test("says how disks are, read anew if wanted, and what was known last where no Backstay runs", async () => {
    const { backstay, stop } = await office();
    const unread = await backstay("health");
    expect(unread).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("office-pc, not read yet") });
    const fresh = await backstay("health", "--now");
    expect(fresh).toMatchObject({ exitCode: 0, stderr: "" });
    expect(fresh.stdout).toContain("All in all: warning.");
    expect(fresh.stdout).toContain("Disk LABDISK SATA HDD A1: warning");
    expect(fresh.stdout).toContain("Sectors replaced by spare ones: 40");
    expect(fresh.stdout).toContain("/: 585.938 MiB of 976.563 MiB free");
    const json = JSON.parse((await backstay("health", "--json")).stdout);
    expect(json).toMatchObject({
      ...{ message_type: "health", severity: "warning" },
      hosts: [{ name: "office-pc", kind: "local", state: "answers", error: null }],
      subjects: [{ kind: "disk", verdict: "warning", reasons: [{ code: "DISK_DAMAGE_PRESENT" }] }],
      volumes: [{ path: "/", full: { kind: "not-enough-data" } }],
    });
    const chinese = await backstay("health", "--lang", "zh");
    expect(chinese.stdout).toContain("磁盘 LABDISK SATA HDD A1：警告");
    await stop();
    const atRest = await backstay("health");
    expect(atRest.stdout).toContain("No Backstay runs");
    expect(atRest.stdout).toContain("Disk LABDISK SATA HDD A1: warning");
    expect(await backstay("health", "--now")).toMatchObject({ exitCode: 1 });
    expect(await backstay("hosts")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("office-pc"),
    });
  });

  test("has a disk test itself, says why not, and shows the last tests", async () => {
    const { backstay, machine } = await office();
    const command = startSelfTest("/dev/sda", "sat", "long");
    if (command === undefined) throw new Error("no command");
    expect((await backstay("health", "self-test")).stdout).toContain("Backstay has begun no tests yet");
    expect((await backstay("health", "self-test", "A1")).stderr).toContain("There is no such disk");
    await backstay("health", "--now");
    const refused = await backstay("health", "self-test", "A1");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toContain("No self-test was started: LABDISK SATA HDD A1.");
    machine.say(command, "Testing has begun.\n");
    const begun = await backstay("health", "self-test", "sda", "--long");
    expect(begun).toMatchObject({ exitCode: 0, stderr: "" });
    expect(begun.stdout).toContain("LABDISK SATA HDD A1 has begun to test itself");
    const json = JSON.parse((await backstay("health", "self-test", "--json")).stdout);
    expect(json).toMatchObject([
      { message_type: "self_test", kind: "long", cause: "person", state: "running" },
    ]);
    expect((await backstay("health", "self-test", "--lang", "zh")).stdout).toContain("进行中");
  });

  test("a command line that makes no sense is refused", async () => {
    const { backstay } = await office();
    expect(await backstay("health", "explain")).toMatchObject({ exitCode: 2 });
    expect(await backstay("health", "show", "file")).toMatchObject({ exitCode: 2 });
    expect(await backstay("hosts", "add")).toMatchObject({ exitCode: 2 });
    expect(await backstay("hosts", "add", "NAS", "--ssh", "nobody@-oProxy=x", "--agent")).toMatchObject({
      exitCode: 2,
    });
    expect(await backstay("hosts", "remove", "NAS")).toMatchObject({
      ...{ exitCode: 1, stderr: expect.stringContaining("no such host") },
    });
  });
});

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("backstay hosts", () => {
  test("tries, adds, lists and removes a machine over SSH", async () => {
    const { backstay, folder } = await office();
    const server = await startSshServer();
    const key = join(folder, "key");
    writeFileSync(key, server.privateKey, { mode: 0o600 });
    const at = ["--ssh", `${server.user}@127.0.0.1:${server.port}`, "--key"];
    const tried = await backstay("hosts", "test", "NAS", ...at, key);
    expect(tried).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(server.hostKey) });
    writeFileSync(join(folder, "foreign"), server.foreignKey);
    expect(await backstay("hosts", "add", "NAS", ...at, join(folder, "foreign"))).toMatchObject({
      ...{ exitCode: 1, stderr: expect.stringContaining(`does not let ${server.user} in`) },
    });
    expect(await backstay("hosts", "add", "NAS", ...at, key)).toMatchObject({ exitCode: 0 });
    const listed = JSON.parse((await backstay("hosts", "--json")).stdout) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(["office-pc", "NAS"]);
    expect(await backstay("hosts", "test", "NAS")).toMatchObject({ exitCode: 0 });
    expect(await backstay("hosts", "remove", "NAS")).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await backstay("hosts", "--json")).stdout)).toHaveLength(1);
  });
});

describe.skipIf(lacksTool("snmpd"))("backstay hosts with a storage box over SNMP", () => {
  test("tries, adds, lists and removes it; passwords come from files or are asked for", async () => {
    const { backstay, typing, folder } = await office();
    const agent = await startSnmpAgent(belowEnterprises(synologyBox()));
    const passwords = { hash: HASH_PASSWORD, cipher: CIPHER_PASSWORD, community: COMMUNITY };
    for (const [name, password] of Object.entries(passwords))
      writeFileSync(join(folder, name), `${password}\n`, { mode: 0o600 });
    const file = (name: string) => join(folder, name);
    const at = ["--snmp", `${SNMP_USER}@127.0.0.1:${agent.port}`];
    const files = ["--hash-password-file", file("hash"), "--cipher-password-file", file("cipher")];
    const tried = await backstay("hosts", "test", "BOX", ...at, ...files);
    expect(tried).toMatchObject({ exitCode: 0, stderr: "" });
    expect(tried.stdout).toContain("BOX answers. Disks: 2. Arrays: 2.");
    expect(tried.stdout).not.toContain("insecure");

    const wrong = ["--hash-password-file", file("cipher"), "--cipher-password-file", file("cipher")];
    const refused = await backstay("hosts", "add", "BOX", ...at, ...wrong);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/password/i) });
    expect(refused.stderr).not.toContain(CIPHER_PASSWORD);
    expect(JSON.parse((await backstay("hosts", "--json")).stdout)).toHaveLength(1);

    const added = await typing([HASH_PASSWORD, CIPHER_PASSWORD, ""], "hosts", "add", "BOX", ...at);
    expect(added).toMatchObject({ exitCode: 0 });
    expect(added.stdout + added.stderr).not.toContain(HASH_PASSWORD);
    const listed = await backstay("hosts");
    expect(listed.stdout).toContain(`${SNMP_USER}@127.0.0.1:${agent.port} over SNMP`);
    expect(await backstay("hosts", "test", "BOX")).toMatchObject({ exitCode: 0 });

    const open = ["--snmp-v2c", `127.0.0.1:${agent.port}`, "--community-file", file("community")];
    const insecure = await backstay("hosts", "add", "OPEN", ...open, "--box", "synology");
    expect(insecure).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("SNMP 2c is insecure") });
    const inChinese = await backstay("hosts", "--lang", "zh");
    expect(inChinese.stdout).toContain(`127.0.0.1:${agent.port}（SNMP 2c，不安全）`);
    expect(await backstay("hosts", "remove", "BOX")).toMatchObject({ exitCode: 0 });
  });

  test("refuses what makes no sense before it asks for anything", async () => {
    const { backstay } = await office();
    for (const args of [
      ["--snmp", "box"], // no account
      ["--snmp-v2c", "somebody@box"], // there are none
      ["--snmp", "a@box", "--ssh", "a@box"],
      ["--snmp", "a@-oProxy"],
      ["--snmp", "a@box", "--hash", "rot13"],
    ])
      expect(await backstay("hosts", "add", "BOX", ...args)).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
