import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { Argument } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { headlessSecrets } from "../host/headless-secrets.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { addListenFlags, consoleOptionsFrom, type ListenFlags } from "../options/listen-flags.ts";
import { formatListenAddress } from "../server/listen-address.ts";
import { checkListening } from "../server/start-console.ts";
import { type ServiceScope, type SystemdService, systemdService } from "../service/systemd-service.ts";

type Flags = ListenFlags & { readonly user?: boolean; readonly system?: boolean };
type Work = (service: SystemdService, flags: Flags, context: CommandContext) => Promise<ExitCode>;

const ACTIONS = { install, uninstall, status: showState } as const satisfies Record<string, Work>;
type Action = keyof typeof ACTIONS;

/** As in `bin/backstay.js`, which would otherwise have to start itself anew. */
const NODE_FLAGS = ["--max-semi-space-size=8"];

export const defineService: DefineCommand = (command, run) => {
  command
    .description(
      "Lets Backstay run all the time, also with nobody signed in, and start with the computer: as a service of systemd. What is installed runs `backstay console` with the flags given here.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(ACTIONS)))
    .option("--system", "for the whole computer; needs root (default for root)")
    .option("--user", "for what you may read (default for everybody else)");
  addListenFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["For all files of this computer, as root", "backstay service install"],
        ["Does it run?", "backstay service status"],
        ["Not any more", "backstay service uninstall"],
      ]),
    )
    .action((action: Action, flags: Flags) =>
      run(command, async (context) => {
        if (process.platform !== "linux") {
          throw new BackstayError("PLATFORM_UNSUPPORTED", { what: "service", platform: process.platform });
        }
        const service = systemdService(scopeFrom(flags), context.env, context.env.HOME || homedir());
        return await ACTIONS[action](service, flags, context);
      }),
    );
};

/** @throws {BackstayError} USAGE */
function scopeFrom({ user, system }: Flags): ServiceScope {
  if (user === true && system === true) {
    throw new BackstayError("USAGE", { problem: "both-given", about: ["--user", "--system"] });
  }
  const isRoot = process.geteuid?.() === 0;
  return system === true || (user !== true && isRoot) ? "system" : "user";
}

async function install(service: SystemdService, flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { output, words, env } = context;
  const say = words.host.service;
  const folder = dataFolderOf(env);
  // said now, where somebody reads it, and not by a service that fails at night
  await checkListening(
    consoleOptionsFrom(flags),
    headlessSecrets(folder, () => undefined),
  );
  await service.install({ folder, command: commandFrom(flags) });
  const scope = scopeFrom(flags);
  output.note(say.written(service.unitFile));
  output.note(scope === "system" ? say.readsAll : say.readsOwn);
  if (scope === "user") output.note(say.linger);
  output.line(say.started);
  output.note(say.link);
  output.json({ message_type: "summary", action: "installed", unit: service.unitFile, scope });
  return EXIT.done;
}

function commandFrom(flags: Flags): readonly string[] {
  const { listen, hostNames, tls } = consoleOptionsFrom(flags);
  return [
    process.execPath,
    ...NODE_FLAGS,
    programFile(),
    "console",
    "--service",
    ...(listen === undefined ? [] : ["--listen", formatListenAddress(listen)]),
    ...hostNames.flatMap((name) => ["--host-name", name]),
    ...(tls.kind === "own" ? ["--tls-self-signed"] : []),
    ...(tls.kind === "files" ? ["--tls-cert", tls.certFile, "--tls-key", tls.keyFile] : []),
  ];
}

/** `bin/backstay.js`, seen from the sources or from `dist/`. */
function programFile(): string {
  const url = import.meta.url;
  return fileURLToPath(new URL(url.endsWith(".ts") ? "../../bin/backstay.js" : "../bin/backstay.js", url));
}

async function uninstall(
  service: SystemdService,
  _flags: Flags,
  { output, words, env }: CommandContext,
): Promise<ExitCode> {
  const say = words.host.service;
  if (await saysNotInstalled(service, output, say, { message_type: "summary", action: "none" }))
    return EXIT.done;
  await service.uninstall();
  output.line(say.removed(service.unitFile));
  output.note(say.keepsData(dataFolderOf(env)));
  output.json({ message_type: "summary", action: "uninstalled", unit: service.unitFile });
  return EXIT.done;
}

async function showState(
  service: SystemdService,
  _flags: Flags,
  { output, words, env }: CommandContext,
): Promise<ExitCode> {
  const say = words.host.service;
  if (await saysNotInstalled(service, output, say, { message_type: "service", installed: false }))
    return EXIT.failed;
  const { active, enabled } = await service.state();
  const url = await consoleUrl(env);
  output.line(say.state(active, enabled));
  output.line(url === undefined ? say.silent : say.answers(url ?? ""));
  output.json({
    message_type: "service",
    installed: true,
    active,
    enabled,
    unit: service.unitFile,
    url: url ?? null,
  });
  return active === "active" && url !== undefined ? EXIT.done : EXIT.failed;
}

/** @returns whether there is no service to work with; then it has said so */
async function saysNotInstalled(
  service: SystemdService,
  output: CommandContext["output"],
  say: CommandContext["words"]["host"]["service"],
  answer: Parameters<CommandContext["output"]["json"]>[0],
): Promise<boolean> {
  if (await service.isInstalled()) return false;
  output.line(say.notInstalled);
  output.json(answer);
  return true;
}

/** @returns undefined when no host answers */
async function consoleUrl(env: CommandContext["env"]): Promise<string | null | undefined> {
  const host = await findHost(env);
  if (host === undefined) return undefined;
  try {
    return (await host.callHost("host.about", {})).consoleUrl;
  } finally {
    host.close();
  }
}
