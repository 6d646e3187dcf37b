import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks } from "../../test/support/tools.ts";
import { systemdService } from "./systemd-service.ts";
import { systemdUnit, UNIT_MARK } from "./systemd-unit.ts";

const canVerify = spawnSync("systemd-analyze", ["--version"]).status === 0;
const ODD = [`a "quoted" \\ name`, `100% $HOME $${"{HOME}"}`, "Büro 文件", "single 'quote'"];

describe.each(["system", "user"] as const)("a %s unit", (scope) => {
  // quotes and backslashes in the path of a program systemd refuses altogether
  test.skipIf(lacks("systemd-analyze", canVerify)).each(ODD)(
    "is understood by systemd, with %j in it",
    async (odd) => {
      const folder = path.join(await tempFolder(), odd);
      mkdirSync(folder);
      const program = path.join(folder.replaceAll(/["'\\]/g, "-"), "node");
      mkdirSync(path.dirname(program), { recursive: true });
      writeFileSync(program, "#!/bin/sh\n");
      chmodSync(program, 0o755);
      const file = path.join(await tempFolder(), "backstay.service");
      writeFileSync(file, systemdUnit({ scope, command: [program, "console", odd], folder }));
      const scopeArgs = scope === "user" ? ["--user"] : [];
      const { status, stderr } = spawnSync("systemd-analyze", [...scopeArgs, "verify", "--man=no", file], {
        encoding: "utf8",
        env: { ...process.env, XDG_RUNTIME_DIR: folder },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    },
  );
});

test("what stands in a unit is read back as it was, by the rules of systemd.syntax(7)", () => {
  for (const odd of ODD) {
    const unit = systemdUnit({ scope: "system", command: ["/usr/bin/node", odd], folder: `/home/${odd}` });
    const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
    const [, environment = ""] = /^Environment=(.*)$/m.exec(unit) ?? [];
    expect(readWords(command).map((word) => word.replaceAll("$$", () => "$"))).toEqual([
      "/usr/bin/node",
      odd,
    ]);
    expect(readWords(environment)).toEqual([`BACKSTAY_HOME=/home/${odd}`]);
  }
});

/** Words in double quotes, with the escapes and the specifiers that we make use of. */
function readWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) =>
    word.replace(/\\(.)/g, "$1").replaceAll("%%", "%"),
  );
}

test("only the whole computer's service has root's rights, and few of them", () => {
  const parts = { command: ["/usr/bin/node"], folder: "/srv" };
  const system = systemdUnit({ ...parts, scope: "system" });
  expect(system).toMatch(/^CapabilityBoundingSet=(?:CAP_\w+ ?)+$/m);
  expect(system).not.toMatch(/CAP_SYS_ADMIN|CAP_NET/);
  expect(system).toContain("WantedBy=multi-user.target");
  const user = systemdUnit({ ...parts, scope: "user" });
  expect(user).not.toContain("Capability");
  expect(user).toContain("WantedBy=default.target");
  for (const unit of [system, user]) {
    expect(unit).toContain("NoNewPrivileges=true");
    expect(unit).toContain("Restart=on-failure");
  }
});

/** A `systemctl` that notes how it was called. */
async function fakeSystemd(status = 0) {
  const folder = await tempFolder();
  const log = path.join(folder, "calls");
  const write = (name: string, script: string) => {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, name), 0o755);
  };
  write(
    "systemctl",
    `echo "systemctl $*" >> "${log}"\ncase "$*" in *is-active*) echo active;; *is-enabled*) echo enabled;; *is-system-running*) echo ${status === 0 ? "degraded" : "offline"};; *) echo "Access denied" >&2; exit ${status};; esac`,
  );
  write("systemd-analyze", `echo "systemd-analyze" >> "${log}"`);
  const env = { PATH: `${folder}:/usr/bin:/bin`, XDG_CONFIG_HOME: path.join(folder, "config") };
  return { env, write, calls: () => readFileSync(log, "utf8").trim().split("\n") };
}

test("installing writes, verifies, enables and starts; uninstalling undoes it", async () => {
  const { env, calls } = await fakeSystemd();
  const service = systemdService("user", env, "/nowhere");
  expect(service.unitFile).toBe(path.join(env.XDG_CONFIG_HOME, "systemd/user/backstay.service"));
  expect(await service.isInstalled()).toBe(false);
  await service.install({ command: ["/usr/bin/node"], folder: "/srv" });
  expect(readFileSync(service.unitFile, "utf8")).toContain('ExecStart="/usr/bin/node"');
  expect(await service.state()).toEqual({ active: "active", enabled: "enabled" });
  await service.uninstall();
  expect(await service.isInstalled()).toBe(false);
  expect(calls()).toEqual([
    "systemd-analyze",
    "systemctl --user daemon-reload",
    "systemctl --user enable backstay.service",
    "systemctl --user restart backstay.service",
    "systemctl --user is-active backstay.service",
    "systemctl --user is-enabled backstay.service",
    "systemctl --user disable --now backstay.service",
    "systemctl --user is-system-running",
    "systemctl --user daemon-reload",
  ]);
});

test("somebody's own unit of that name is left alone", async () => {
  const { env } = await fakeSystemd();
  const service = systemdService("user", env, "/nowhere");
  mkdirSync(path.dirname(service.unitFile), { recursive: true });
  writeFileSync(service.unitFile, "[Unit]\nDescription=mine\n");
  const refused = { code: "TARGET_UNUSABLE", details: { path: service.unitFile } };
  await expect(service.install({ command: ["x"], folder: "/srv" })).rejects.toMatchObject(refused);
  await expect(service.uninstall()).rejects.toMatchObject(refused);
  expect(readFileSync(service.unitFile, "utf8")).toContain("mine");
  writeFileSync(service.unitFile, `${UNIT_MARK}\n[Unit]\n`);
  await service.install({ command: ["x"], folder: "/srv" });
});

test("a unit that systemd does not understand is taken away again, and nothing is started", async () => {
  const { env, write, calls } = await fakeSystemd();
  const service = systemdService("user", env, "/nowhere");
  write("systemd-analyze", "echo 'Failed to initialize manager' >&2; exit 1");
  await service.install({ command: ["x"], folder: "/srv" });
  await service.uninstall();
  write("systemd-analyze", "echo 'backstay.service:8: bad setting' >&2; exit 1");
  await expect(service.install({ command: ["x"], folder: "/srv" })).rejects.toMatchObject({
    code: "SERVICE_FAILED",
    details: { output: "backstay.service:8: bad setting" },
  });
  expect(await service.isInstalled()).toBe(false);
  expect(calls().filter((call) => call.includes(" restart "))).toHaveLength(1);
});

test("a service that is there goes on with its unit when another one cannot be installed", async () => {
  const { env, write, calls } = await fakeSystemd();
  const service = systemdService("user", env, "/nowhere");
  await service.install({ command: ["first"], folder: "/srv" });
  write("systemd-analyze", "echo 'backstay.service:8: bad setting' >&2; exit 1");
  await expect(service.install({ command: ["second"], folder: "/srv" })).rejects.toThrow();
  expect(readFileSync(service.unitFile, "utf8")).toContain('"first"');
  expect(calls().at(-1)).toBe("systemctl --user start backstay.service");
});

test("where systemd does not answer nothing stays behind, and what an older install left can be removed", async () => {
  const { env } = await fakeSystemd(1);
  const service = systemdService("user", env, "/nowhere");
  await expect(service.install({ command: ["x"], folder: "/srv" })).rejects.toMatchObject({
    code: "SERVICE_FAILED",
  });
  expect(await service.isInstalled()).toBe(false);

  const wants = path.join(path.dirname(service.unitFile), "default.target.wants");
  mkdirSync(wants);
  writeFileSync(service.unitFile, UNIT_MARK);
  symlinkSync(service.unitFile, path.join(wants, "backstay.service"));
  await service.uninstall();
  expect(await service.isInstalled()).toBe(false);
  expect(readdirSync(wants)).toEqual([]);
});

test("where systemd answers, a service it could not stop is not robbed of its unit", async () => {
  const { env, write } = await fakeSystemd();
  const service = systemdService("user", env, "/nowhere");
  await service.install({ command: ["x"], folder: "/srv" });
  write(
    "systemctl",
    'case "$*" in *is-system-running*) echo running;; *) echo "Access denied" >&2; exit 4;; esac',
  );
  await expect(service.uninstall()).rejects.toMatchObject({ code: "SERVICE_FAILED" });
  expect(await service.isInstalled()).toBe(true);
});

test("what systemctl says is passed on, and that it is not there too", async () => {
  const { env } = await fakeSystemd(4);
  const service = systemdService("user", env, "/nowhere");
  await expect(service.install({ command: ["x"], folder: "/srv" })).rejects.toMatchObject({
    code: "SERVICE_FAILED",
    details: { command: "systemctl --user daemon-reload", output: "Access denied" },
  });
  const bare = { PATH: await tempFolder(), XDG_CONFIG_HOME: env.XDG_CONFIG_HOME };
  await expect(
    systemdService("user", bare, "/nowhere").install({ command: ["x"], folder: "/srv" }),
  ).rejects.toMatchObject({ code: "SERVICE_FAILED", details: { output: "ENOENT" } });
});
