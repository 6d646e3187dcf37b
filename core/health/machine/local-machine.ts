import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { awaitTool } from "./await-tool.ts";
import {
  gapOutput,
  isSudoRefusal,
  type Machine,
  type RunLimits,
  TOOL_FOLDERS,
  type ToolCommand,
  type ToolOutput,
  USUAL_LIMITS,
} from "./machine.ts";

/**
 * This machine. Root's rights are asked of sudo where this process has them not, and only if sudo does not ask back.
 *
 * @param toolFolder the only place tools are taken from, with whatever rights this process has: programs in it may print what
 *   another machine said, for tests and demonstrations
 */
export function createLocalMachine(toolFolder?: string): Machine {
  const isRoot = toolFolder !== undefined || process.getuid === undefined || process.getuid() === 0;
  const environment = environmentOf(toolFolder);
  return {
    isRoot,
    async run(command, { asRoot, limits = USUAL_LIMITS, signal }) {
      signal.throwIfAborted();
      const needsSudo = asRoot && !isRoot;
      const output = await runProgram(needsSudo ? underSudo(command) : command, environment, limits, signal);
      signal.throwIfAborted();
      return needsSudo ? refusalOf(command, output) : output;
    },
  };
}

function underSudo({ program, args }: ToolCommand): ToolCommand {
  return { program: "sudo", args: ["-n", "--", program, ...args] };
}

function refusalOf({ program }: ToolCommand, output: ToolOutput): ToolOutput {
  if (output.kind === "gap") {
    const isSudoMissing = output.gap.reason === "tool-missing";
    return isSudoMissing ? gapOutput("permission-denied", program, "") : output;
  }
  const { exitStatus, stderr } = output;
  if (!isSudoRefusal(exitStatus, stderr)) return output;
  const isMissing = /command not found/.test(stderr);
  return gapOutput(isMissing ? "tool-missing" : "permission-denied", program, stderr);
}

function runProgram(
  { program, args }: ToolCommand,
  env: NodeJS.ProcessEnv,
  limits: RunLimits,
  signal: AbortSignal,
): Promise<ToolOutput> {
  const isWindows = process.platform === "win32";
  const child = spawn(program, args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    detached: !isWindows, // a group of its own, so that what it started ends with it
  });
  // its end is not waited for: a program that waits for a dead disk cannot even be killed
  const tool = awaitTool(program, limits, signal, () => {
    if (child.exitCode === null && child.signalCode === null) kill();
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  });

  function kill(): void {
    try {
      if (child.pid === undefined) return;
      if (isWindows) child.kill();
      else process.kill(-child.pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL"); // its group may be gone, or root's
    }
  }

  child.on("error", (error) => {
    const code = "code" in error ? error.code : undefined;
    const reason =
      code === "ENOENT" ? "tool-missing" : code === "EACCES" ? "permission-denied" : "tool-failed";
    tool.fail(reason, reason === "tool-missing" ? "" : error.message);
  });
  child.stdout.on("data", tool.addStdout);
  child.stderr.on("data", tool.addStderr);
  child.on("close", (exitStatus, killedBy) => {
    if (exitStatus === null) tool.fail("tool-failed", killedBy ?? "");
    else tool.end(exitStatus);
  });
  return tool.output;
}

function environmentOf(toolFolder: string | undefined): NodeJS.ProcessEnv {
  if (toolFolder !== undefined) return { PATH: toolFolder, LC_ALL: "C", LANG: "C" };
  if (process.platform === "win32") return process.env;
  const folders = [...TOOL_FOLDERS, ...(process.platform === "darwin" ? ["/opt/homebrew/bin"] : [])];
  return { PATH: folders.join(delimiter), LC_ALL: "C", LANG: "C", HOME: process.env.HOME };
}
