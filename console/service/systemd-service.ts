import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { writeDurably } from "../../core/platform/durable-file.ts";
import { makeFolderWithParents } from "../../core/platform/make-folder.ts";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import type { Environment } from "../environment.ts";
import { runProgram } from "./run-program.ts";
import { systemdUnit, UNIT_MARK, type UnitParts } from "./systemd-unit.ts";

export type ServiceScope = UnitParts["scope"];

export type ServiceState = {
  /** systemd's words, like `active`, `failed`, `inactive`. */
  readonly active: string;
  /** Like `enabled`, `disabled`. */
  readonly enabled: string;
};

export type SystemdService = {
  readonly unitFile: string;
  isInstalled(): Promise<boolean>;
  /** Writes the unit, starts the service and lets it start with the computer. @throws {BackstayError} SERVICE_FAILED, TARGET_UNUSABLE */
  install(parts: Omit<UnitParts, "scope">): Promise<void>;
  /** @throws {BackstayError} SERVICE_FAILED, TARGET_UNUSABLE */
  uninstall(): Promise<void>;
  state(): Promise<ServiceState>;
};

const UNIT_NAME = "backstay.service";
/** What systemd says of itself while it runs; `offline` or a sentence where it does not. @source systemctl(1), is-system-running */
const SYSTEM_STATES = new Set(["initializing", "starting", "running", "degraded", "maintenance", "stopping"]);
const SYSTEM_FOLDER = "/etc/systemd/system";

/**
 * @param home of the user
 * @param systemFolder where units of the whole computer are; given only by tests
 */
export function systemdService(
  scope: ServiceScope,
  env: Environment,
  home: string,
  systemFolder: string = SYSTEM_FOLDER,
): SystemdService {
  const config =
    env.XDG_CONFIG_HOME && path.isAbsolute(env.XDG_CONFIG_HOME)
      ? env.XDG_CONFIG_HOME
      : path.join(home, ".config");
  const folder = scope === "system" ? systemFolder : path.join(config, "systemd", "user");
  const unitFile = path.join(folder, UNIT_NAME);
  const scopeArgs = scope === "user" ? ["--user"] : [];

  async function systemctl(...args: readonly string[]): Promise<void> {
    const all = [...scopeArgs, ...args];
    const { status, output } = await runProgram("systemctl", all, env);
    if (status === 0) return;
    const command = `systemctl ${all.join(" ")}`;
    throw new BackstayError("SERVICE_FAILED", {
      command,
      output: status === undefined ? "ENOENT" : lastLine(output),
    });
  }

  async function writtenUnit(): Promise<string | undefined> {
    try {
      return await readFile(unitFile, "utf8");
    } catch (error) {
      if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return undefined;
      throw error;
    }
  }

  /** Somebody's own unit of the same name is theirs. */
  async function refuseForeign(): Promise<void> {
    const unit = await writtenUnit();
    if (unit !== undefined && !unit.startsWith(UNIT_MARK)) {
      throw new BackstayError("TARGET_UNUSABLE", { path: unitFile, reason: "EEXIST" });
    }
  }

  /** Whether there is a systemd to talk to. A container has none, and a user who is not signed in has none either. */
  async function doesAnswer(): Promise<boolean> {
    const { status, output } = await runProgram("systemctl", [...scopeArgs, "is-system-running"], env);
    return status !== undefined && SYSTEM_STATES.has(lastLine(output));
  }

  /** Removes the unit, and the link that starts it with the computer, which systemd would have removed. */
  async function removeUnit(): Promise<void> {
    await rm(unitFile, { force: true });
    for (const target of ["multi-user.target", "default.target"]) {
      await rm(path.join(folder, `${target}.wants`, UNIT_NAME), { force: true });
    }
  }

  /** Undoes an install that failed half-way, as far as systemd lets it. */
  async function takeBack(before: string | undefined): Promise<void> {
    const tell = (...args: readonly string[]) => runProgram("systemctl", [...scopeArgs, ...args], env);
    if (before === undefined) {
      await tell("disable", "--now", UNIT_NAME);
      await removeUnit();
      await tell("daemon-reload");
      return;
    }
    await writeUnit(folder, unitFile, before);
    await tell("daemon-reload");
    await tell("start", UNIT_NAME); // it may have been stopped for the new one
  }

  return {
    unitFile,
    isInstalled: async () => (await writtenUnit()) !== undefined,
    async install(parts) {
      await refuseForeign();
      const before = await writtenUnit();
      await writeUnit(folder, unitFile, systemdUnit({ ...parts, scope }));
      try {
        await verify(unitFile, scopeArgs, env);
        await systemctl("daemon-reload");
        await systemctl("enable", UNIT_NAME);
        await systemctl("restart", UNIT_NAME); // not only started: it may run with an older unit
      } catch (error) {
        await takeBack(before);
        throw error;
      }
    },
    async uninstall() {
      await refuseForeign();
      try {
        await systemctl("disable", "--now", UNIT_NAME);
      } catch (error) {
        // where systemd runs it can still stop the service, and has to: without its unit nobody could
        if (await doesAnswer()) throw error;
      }
      await removeUnit();
      if (await doesAnswer()) await systemctl("daemon-reload");
    },
    async state() {
      const ask = async (question: string) => {
        const { output } = await runProgram("systemctl", [...scopeArgs, question, UNIT_NAME], env);
        const word = lastLine(output);
        return /^[a-z-]+$/.test(word) ? word : "unknown"; // a sentence says why systemd cannot tell
      };
      return { active: await ask("is-active"), enabled: await ask("is-enabled") };
    },
  };
}

async function writeUnit(folder: string, unitFile: string, text: string): Promise<void> {
  try {
    makeFolderWithParents(folder, 0o755);
    await writeDurably(unitFile, Buffer.from(text), { mode: 0o644 });
  } catch (cause) {
    if (!hasSystemCode(cause, "EACCES", "EPERM", "EROFS", "ENOTDIR")) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "";
    throw new BackstayError("TARGET_UNUSABLE", { path: unitFile, reason }, { cause });
  }
}

/** Where systemd can tell, it is asked whether it understands the unit before anything is started. */
async function verify(unitFile: string, scopeArgs: readonly string[], env: Environment): Promise<void> {
  const args = [...scopeArgs, "verify", "--man=no", unitFile];
  const { status, output } = await runProgram("systemd-analyze", args, env);
  // it may also fail to start up itself, for instance with no session of the user; then systemctl says more about that
  if (status === undefined || status === 0 || !output.includes(UNIT_NAME)) return;
  const command = `systemd-analyze ${args.join(" ")}`;
  throw new BackstayError("SERVICE_FAILED", { command, output: lastLine(output) });
}

function lastLine(text: string): string {
  return text.split("\n").at(-1)?.trim() ?? "";
}
