import type { ClientChannel } from "ssh2";
import type { SshConnection } from "../../remote/ssh-connection.ts";
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

/** sshd allows ten sessions in a connection unless told otherwise; others may share it. */
const COMMANDS_AT_ONCE = 4;
/** Nothing a shell of any kind would take for more than a word. */
const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;
const COMMAND_NOT_FOUND = 127;
const COMMAND_NOT_RUN = 126;

/** A machine reached over SSH. It is told complete commands whose words no shell can misread; any other is refused here. */
export function createSshMachine(connection: SshConnection, user: string): Machine {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= COMMANDS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  return {
    isRoot: user === "root",
    async run(command, { asRoot, limits = USUAL_LIMITS, signal }) {
      const line = commandLine(command, asRoot && user !== "root");
      if (line === undefined) return gapOutput("tool-failed", command.program, "");
      return inTurn(async () => {
        const either = AbortSignal.any([signal, connection.signal]);
        either.throwIfAborted();
        const output = await runOver(connection, line, command.program, limits, either);
        either.throwIfAborted();
        return judgeRefusal(command, output);
      });
    },
  };
}

/** @returns undefined when a word is not plain */
export function commandLine({ program, args }: ToolCommand, withSudo: boolean): string | undefined {
  const words = [program, ...args];
  if (!words.every((word) => PLAIN_WORD.test(word))) return undefined;
  const sudo = withSudo ? ["sudo", "-n", "--"] : [];
  return ["env", "LC_ALL=C", `PATH=${TOOL_FOLDERS.join(":")}`, ...sudo, ...words].join(" ");
}

function judgeRefusal({ program }: ToolCommand, output: ToolOutput): ToolOutput {
  if (output.kind === "gap") return output;
  const { exitStatus, stderr } = output;
  if (isSudoRefusal(exitStatus, stderr)) {
    const isMissing = /command not found/.test(stderr);
    return gapOutput(isMissing ? "tool-missing" : "permission-denied", program, stderr);
  }
  if (exitStatus === COMMAND_NOT_FOUND) {
    // without sudo nobody but root may ask
    const isSudoMissing = /\bsudo\b/.test(stderr);
    return gapOutput(isSudoMissing ? "permission-denied" : "tool-missing", program, stderr);
  }
  if (exitStatus === COMMAND_NOT_RUN) return gapOutput("permission-denied", program, stderr);
  return output;
}

function runOver(
  { client }: SshConnection,
  line: string,
  program: string,
  limits: RunLimits,
  signal: AbortSignal,
): Promise<ToolOutput> {
  let channel: ClientChannel | undefined;
  const tool = awaitTool(program, limits, signal, () => channel?.destroy());
  client.exec(line, (error, opened) => {
    if (error !== undefined) return tool.fail("tool-failed", error.message);
    channel = opened;
    if (tool.isOver()) return opened.destroy();
    let exitStatus: number | undefined;
    opened.on("exit", (status: number | null) => {
      exitStatus = status ?? undefined;
    });
    opened.on("data", tool.addStdout);
    opened.stderr.on("data", tool.addStderr);
    opened.on("close", () => {
      if (exitStatus === undefined) tool.fail("tool-failed");
      else tool.end(exitStatus);
    });
  });
  return tool.output;
}
