/** `backstay health` without a file: what is known of the watched hosts. */
import { systemClock } from "../../core/clock.ts";
import { readHealth } from "../../core/health/hosts/health-without-host.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { formatDate } from "../../shared/format/calendar-date.ts";
import { printable } from "../../shared/format/printable.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { Finding } from "../../shared/model/health-verdict.ts";
import type {
  ArrayView,
  ControllerView,
  DiskView,
  HealthOverview,
  VolumeView,
} from "../../shared/model/health-view.ts";
import type { WatchedHost } from "../../shared/model/watched-host.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import { describeFinding } from "../../shared/words/describe-finding.ts";
import { severityWords, subjectWords, verdictWords } from "../../shared/words/verdicts.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { describeGap } from "./describe-gap.ts";

type Known = {
  readonly overview: HealthOverview;
  readonly hosts: readonly WatchedHost[];
  readonly disks: readonly DiskView[];
  readonly arrays: readonly ArrayView[];
  readonly controllers: readonly ControllerView[];
  readonly volumes: readonly VolumeView[];
};
type Subject =
  | { readonly kind: "disk"; readonly view: DiskView }
  | { readonly kind: "array"; readonly view: ArrayView }
  | { readonly kind: "controller"; readonly view: ControllerView };

/**
 * @param isFresh whether the hosts are to be read first, for which a Backstay must run
 * @throws {BackstayError} HOST_NOT_RUNNING when nothing was ever set up there, or nothing can be read now
 */
export async function showHealth(context: CommandContext, isFresh: boolean): Promise<ExitCode> {
  const host = await findHost(context.env);
  try {
    if (host === undefined && isFresh)
      throw new BackstayError("HOST_NOT_RUNNING", { folder: dataFolderOf(context.env) });
    if (isFresh) await host?.call("health.checkNow", {});
    show(await known(host, context), host === undefined, context);
    return EXIT.done;
  } finally {
    host?.close();
  }
}

async function known(host: HostConnection | undefined, { env }: CommandContext): Promise<Known> {
  if (host !== undefined) {
    const overview = await host.call("health.overview", {});
    const { hosts } = await host.call("hosts.list", {});
    const { disks } = await host.call("health.disks", {});
    const { arrays } = await host.call("health.arrays", {});
    const { controllers } = await host.call("health.controllers", {});
    const { volumes } = await host.call("health.volumes", {});
    return { overview, hosts, disks, arrays, controllers, volumes };
  }
  const folder = dataFolderOf(env);
  const found = readHealth(folder, systemClock, (health) => ({
    ...{ overview: health.overview(), hosts: health.hosts(), disks: health.disks() },
    ...{ arrays: health.arrays(), controllers: health.controllers(), volumes: health.volumes() },
  }));
  if (found === undefined) throw new BackstayError("HOST_NOT_RUNNING", { folder });
  return found;
}

function show(all: Known, isAtRest: boolean, context: CommandContext): void {
  const { output, words, language } = context;
  const say = words.watching;
  output.json(healthJson(all, language));
  if (isAtRest) output.note(say.atRest);
  output.line(say.overall(severityWords[language][all.overview.severity]));
  for (const host of all.hosts) {
    output.line("");
    showHost(host, context);
    const own = <T extends { readonly hostId: string }>(list: readonly T[]) =>
      list.filter(({ hostId }) => hostId === host.id);
    for (const subject of subjectsOf(all)) if (subject.view.hostId === host.id) showSubject(subject, context);
    for (const volume of own(all.volumes)) showVolume(volume, context);
    for (const gap of host.gaps) output.line(`  ${describeGap(gap, language)}`);
  }
  if (all.overview.severity === "ok" && all.disks.length > 0) {
    output.note("");
    output.note(words.health.fineIsNotSafe);
  }
}

function subjectsOf({ arrays, controllers, disks }: Known): readonly Subject[] {
  return [
    ...arrays.map((view): Subject => ({ kind: "array", view })),
    ...controllers.map((view): Subject => ({ kind: "controller", view })),
    ...disks.map((view): Subject => ({ kind: "disk", view })),
  ];
}

function showHost(host: WatchedHost, { output, words, language }: CommandContext): void {
  const say = words.watching;
  const name = printable(host.name);
  if (host.state === "silent" && host.error !== null)
    output.line(say.silent(name, describeError(host.error, language).message));
  if (host.answeredMs === null) output.line(say.neverRead(name));
  else output.line(say.readAgo(name, formatRelative(host.answeredMs, systemClock.nowMs(), language)));
}

function showSubject({ kind, view }: Subject, { output, words, language }: CommandContext): void {
  const say = words.watching;
  const extra = [
    ...(view.isVanished ? [say.gone] : []),
    ...(view.lastVerdict === view.verdict ? [] : [say.stale(verdictWords[language][view.lastVerdict])]),
    ...(view.acknowledgedMs === null ? [] : [say.acknowledged]),
  ];
  const [open, close, colon, comma] = language === "zh" ? ["（", "）", "：", "，"] : [" (", ")", ": ", ", "];
  const more = extra.length === 0 ? "" : `${open}${extra.join(comma)}${close}`;
  const name = `${subjectWords[language][kind]} ${printable(view.name)}`;
  output.line(`  ${name}${colon}${verdictWords[language][view.verdict]}${more}`);
  const nowMs = systemClock.nowMs();
  for (const finding of view.findings)
    if (finding.level !== "note") {
      const { what, means, todo } = describeFinding(finding as Finding, { nowMs }, language);
      for (const line of [`    - ${what}`, `      ${means}`, `      ${todo}`]) output.line(line);
    }
}

function showVolume(volume: VolumeView, { output, words, language }: CommandContext): void {
  const say = words.watching;
  const { path, freeBytes, sizeBytes, full } = volume;
  const { likelyMs, earliestMs } = full;
  const date = (ms: number) => formatDate(ms, systemClock.nowMs(), language, "long");
  const when =
    full.kind === "expected" && likelyMs !== null && earliestMs !== null
      ? `${language === "zh" ? "；" : "; "}${say.full(date(likelyMs), date(earliestMs))}`
      : "";
  output.line(`  ${say.volume(printable(path), formatBytes(freeBytes), formatBytes(sizeBytes))}${when}`);
}

function healthJson(all: Known, language: CommandContext["language"]) {
  const nowMs = systemClock.nowMs();
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const hostName = new Map(all.hosts.map(({ id, name }) => [id, name]));
  return {
    message_type: "health",
    severity: all.overview.severity,
    hosts: all.hosts.map((host) => ({
      ...{ id: host.id, name: host.name, kind: host.setup.kind, state: host.state, severity: host.severity },
      ...{ answered: time(host.answeredMs), silent_since: time(host.silentSinceMs) },
      ...{ error: host.error?.code ?? null, gaps: host.gaps },
    })),
    subjects: subjectsOf(all).map(({ kind, view }) => ({
      ...{ kind, id: view.id, name: view.name, host: hostName.get(view.hostId) ?? null },
      ...{ verdict: view.verdict, last_verdict: view.lastVerdict, since: time(view.sinceMs) },
      ...{ read: time(view.readMs), seen: time(view.seenMs), stale: view.isStale, vanished: view.isVanished },
      acknowledged: time(view.acknowledgedMs),
      reasons: view.findings.map((finding) => {
        const text = describeFinding(finding as Finding, { nowMs }, language);
        return { ...finding, text: [text.what, text.means, text.todo].join(language === "zh" ? "" : " ") };
      }),
    })),
    volumes: all.volumes.map((volume) => ({
      ...{ host: hostName.get(volume.hostId) ?? null, path: volume.path, source: volume.source },
      ...{ size_bytes: volume.sizeBytes, free_bytes: volume.freeBytes, read: time(volume.readMs) },
      full: {
        kind: volume.full.kind,
        earliest: time(volume.full.earliestMs),
        likely: time(volume.full.likelyMs),
      },
    })),
  };
}
