import { formatRelative, formatSpan } from "../../shared/format/relative-time.ts";
import { type HardwareLevel, hardwareNews } from "../../shared/hardware-news.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { JobView } from "../../shared/model/job.ts";
import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import { describeHardwareNews } from "../../shared/words/hardware-news.ts";
import type { Language } from "../../shared/words/language.ts";
import { desktopWords } from "../words/choose-words.ts";
import { movedSentences } from "./moved-sentences.ts";

/** The icon's four outlines: a full sail, a striped one, a sail behind a triangle, a broken mast. */
export const TRAY_SHAPES = ["protected", "working", "attention", "unprotected"] as const;
export type TrayShape = (typeof TRAY_SHAPES)[number];

export type TrayStatus = {
  readonly shape: TrayShape;
  /** Two sentences at most. */
  readonly sentence: string;
};

/** What is said when the engine cannot be asked: nothing is known, and that is not fine. */
export function lostStatus(language: Language): TrayStatus {
  return { shape: "attention", sentence: desktopWords(language).status.engineLost };
}

/**
 * What stands first is what matters most: no good backup, overdue, a repository that does not answer, failed disks and arrays, the
 * gravest of alerts, what a person should look at, what is not known, work, and only then that all is well. Disks and arrays are
 * told of in the overview's own words.
 *
 * @param failovers how repositories with several replicas stand
 * @param nowMs may be later than the overview: what has become overdue since is not shown as fine
 */
export function trayStatus(
  overview: Overview,
  nowMs: number,
  language: Language,
  failovers: readonly FailoverView[] = [],
): TrayStatus {
  const { status } = desktopWords(language);
  const moved = movedSentences(failovers, nowMs, language);
  const late = (source: SourceStatus) => lateSentence(source, nowMs, language);

  const unproven = overview.repositories.filter(({ damageFoundMs }) => damageFoundMs !== null);
  // what is repaired is told as such: that there is damage is not known any more
  const isRepaired =
    unproven.length > 0 && unproven.every(({ repair }) => repair !== null && !repair.isLacking);
  const unprotected = [
    ...overview.sources.map(late).filter((sentence) => sentence !== undefined),
    ...overview.sources
      .filter(({ protection }) => protection === "damaged" && !isRepaired)
      .map(({ source }) => status.damaged(source.name)),
  ];
  const silent = overview.repositories.filter(({ replicas }) =>
    replicas.every((r) => r.reach === "unreachable"),
  );
  const news = hardwareNews(overview.health);
  const hardware = (...levels: readonly (HardwareLevel | "blind")[]) =>
    news
      .filter((one) => levels.includes(one.kind === "trouble" ? one.level : "blind"))
      .map((one) => describeHardwareNews(one, language));
  const headlines = [
    ...unprotected,
    ...silent.map(({ name }) => status.unreachable(name)),
    ...moved.stuck,
    ...hardware("failed"),
  ];
  // nobody is told of a disk, and then that there is an alert about it
  const otherAlerts = overview.openAlerts - (news.length > 0 ? overview.health.openAlerts : 0);
  const alerts = otherAlerts > 0 ? [status.openAlerts(otherAlerts)] : [];
  if (headlines.length === 0 && overview.worstAlert === "failed") headlines.push(...alerts);
  if (headlines.length > 0)
    return { shape: "unprotected", sentence: inShort([...headlines, ...hardware("failing")], language) };

  const failed = overview.sources
    .filter(({ lastRunFailed, protection }) => lastRunFailed && protection === "protected")
    .map(({ source }) => status.lastFailed(source.name));
  const damaged = unproven.map(({ name, repair }) =>
    repair === null || repair.isLacking ? status.damagedPlace(name) : status.repairedPlace(name),
  );
  const doubts = overview.sources.flatMap(({ protection, source }) => {
    if (protection === "unknown") return [status.unknown(source.name)];
    return protection === "unplanned" ? [status.unplanned(source.name)] : [];
  });
  const concerns = [
    ...[...hardware("failing"), ...moved.concerns, ...failed, ...damaged],
    ...[...hardware("warning", "blind"), ...alerts, ...doubts],
  ];
  if (concerns.length > 0) return { shape: "attention", sentence: inShort(concerns, language) };

  if (moved.moving.length > 0) return { shape: "working", sentence: inShort(moved.moving, language) };
  const running = overview.jobs.find(({ state }) => state === "running");
  if (running !== undefined) return { shape: "working", sentence: workSentence(running, overview, language) };

  const [first] = overview.sources;
  if (first === undefined) return { shape: "attention", sentence: status.nothingYet };
  const waiting = overview.sources.find(({ protection }) => protection === "waiting");
  if (waiting !== undefined) return { shape: "attention", sentence: status.waiting(waiting.source.name) };
  const newestMs = Math.max(...overview.sources.map(({ newestGoodMs }) => newestGoodMs ?? 0));
  const age = formatRelative(newestMs, nowMs, language);
  return {
    shape: "protected",
    sentence: joined(
      [status.allProtected(overview.sources.length), moved.quiet[0] ?? status.lastBackup(age)],
      language,
    ),
  };
}

function lateSentence(
  { protection, source, deadlineMs, newestGoodMs }: SourceStatus,
  nowMs: number,
  language: Language,
): string | undefined {
  const { status } = desktopWords(language);
  if (protection === "never") return status.overdue(source.name, undefined);
  const isLate =
    protection === "overdue" || (protection === "protected" && deadlineMs !== null && deadlineMs < nowMs);
  if (!isLate) return undefined;
  if (deadlineMs === null || newestGoodMs === null) return status.overdue(source.name, undefined);
  return status.overdue(source.name, formatSpan(Math.max(0, nowMs - deadlineMs), language));
}

function workSentence(job: JobView, overview: Overview, language: Language): string {
  const { status } = desktopWords(language);
  if (job.kind !== "backup") return status.working;
  const name = overview.sources.find(({ source }) => source.id === job.sourceId)?.source.name;
  if (name === undefined) return status.working;
  const { bytesDone = 0, bytesTotal = null } = job.progress ?? {};
  const percent =
    bytesTotal === null || bytesTotal === 0 ? undefined : Math.floor((100 * bytesDone) / bytesTotal);
  return status.backingUp(name, percent === undefined ? undefined : Math.min(99, percent));
}

/** Two at most are said, the rest is counted. */
function inShort(sentences: readonly string[], language: Language): string {
  const [first = "", second] = sentences;
  if (second === undefined) return first;
  const rest = sentences.length > 2 ? desktopWords(language).status.andMore(sentences.length - 1) : second;
  return joined([first, rest], language);
}

function joined(sentences: readonly string[], language: Language): string {
  return sentences.join(language === "zh" ? "" : " ");
}
