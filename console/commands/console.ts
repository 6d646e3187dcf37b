import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { makeMetricsToken } from "../host/make-metrics-token.ts";
import { arePagesBuilt } from "../host/renderer-folder.ts";
import { type RunningHost, runHost } from "../host/run-host.ts";
import { setConsolePassword } from "../host/set-console-password.ts";
import { dataFolderOf, withHost } from "../host-client/with-host.ts";
import { addListenFlags, consoleOptionsFrom, type ListenFlags } from "../options/listen-flags.ts";
import { formatClockTime } from "../output/clock-time.ts";
import { USUAL_PORT } from "../server/listen-address.ts";

type Flags = ListenFlags & {
  readonly link?: boolean;
  readonly setPassword?: boolean;
  readonly metricsToken?: boolean;
  readonly service?: boolean;
};

export const defineConsole: DefineCommand = (command, run) => {
  command.description(
    "Runs Backstay on this computer and serves its pages to a browser, until it is ended. Planned backups start only while it runs, or the desktop application does.",
  );
  addListenFlags(command);
  command
    .option("--link", "print a new link to the console that runs, and do nothing else")
    .option(
      "--set-password",
      "set the password that opens the console, asked for or from --password-file, and do nothing else",
    )
    .option(
      "--metrics-token",
      "print a new token that opens /metrics and /healthz from other computers, and do nothing else",
    )
    .option("--service", "print no link, because a service manager runs this")
    .addHelpText(
      "after",
      formatExamples([
        ["Open the application in a browser of this computer", "backstay console"],
        ["A new link, when the first one was used", "backstay console --link"],
        ["Let the browsers of the office in", "backstay console --set-password"],
        [
          "Then listen at all addresses",
          "backstay console --listen 0.0.0.0:7411 --tls-self-signed --host-name backup.example",
        ],
      ]),
    )
    .action((flags: Flags) => run(command, (context) => runConsole(flags, context)));
};

async function runConsole(flags: Flags, context: CommandContext): Promise<ExitCode> {
  refuseSeveral(flags);
  if (flags.link === true) return await printLink(context);
  if (flags.setPassword === true) return await setConsolePassword(context);
  if (flags.metricsToken === true) return await makeMetricsToken(context);
  return await serve(flags, context);
}

function refuseSeveral({ link, setPassword, metricsToken }: Flags): void {
  const given = [
    ...(link === true ? ["--link"] : []),
    ...(setPassword === true ? ["--set-password"] : []),
    ...(metricsToken === true ? ["--metrics-token"] : []),
  ];
  if (given.length > 1) throw new BackstayError("USAGE", { problem: "both-given", about: given.slice(0, 2) });
}

async function printLink(context: CommandContext): Promise<ExitCode> {
  const { output, words } = context;
  const { url, untilMs } = await withHost(context, (host) => host.callHost("console.makeLink", {}));
  output.note(words.host.console.link(formatClockTime(untilMs)));
  output.line(url);
  output.json({ message_type: "link", link: url, until: new Date(untilMs).toISOString() });
  return EXIT.done;
}

async function serve(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { output, words, signal, env } = context;
  const host = await runHost({
    ...consoleOptionsFrom(flags),
    folder: dataFolderOf(env),
    isService: flags.service === true,
  });
  try {
    announce(host, flags, context);
    await untilAborted(signal);
    output.note(words.host.console.stopping);
    output.flush();
  } finally {
    await host.stop();
  }
  return EXIT.done;
}

function announce(host: RunningHost, flags: Flags, { output, words }: CommandContext): void {
  const say = words.host.console;
  if (!arePagesBuilt()) {
    output.complain(say.pagesMissing, { message_type: "warning", message: say.pagesMissing });
  }
  if (flags.service === true) {
    output.line(say.serves(host.url));
    output.json({ message_type: "console", url: host.url });
    output.flush();
    return;
  }
  const { url: link, untilMs } = host.makeLink();
  output.line(say.openLink(formatClockTime(untilMs)));
  output.line(`  ${link}`);
  if (flags.listen === undefined && host.address.port !== USUAL_PORT) {
    output.note(say.otherPort(USUAL_PORT, host.address.port));
  }
  if (host.fingerprint !== undefined) output.line(say.fingerprint(host.fingerprint));
  output.note(say.newLink);
  output.note(say.stop);
  output.json({
    message_type: "console",
    url: host.url,
    link,
    until: new Date(untilMs).toISOString(),
    fingerprint: host.fingerprint,
  });
  output.flush();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
