import type { Clock } from "../../core/clock.ts";
import type { Alert } from "../../shared/model/alert.ts";
import type { JobView } from "../../shared/model/job.ts";
import type { Settings } from "../../shared/model/settings.ts";
import { describeAlert } from "../../shared/words/alerts.ts";
import type { Language } from "../../shared/words/language.ts";
import { ask, type DesktopEngine } from "../engine/desktop-engine.ts";
import { desktopWords } from "../words/choose-words.ts";
import { createAlertMemory } from "./new-alerts.ts";
import type { Notice } from "./notifier.ts";

export type NoticeParts = {
  readonly engine: DesktopEngine;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly language: () => Language;
  readonly notify: (notice: Notice) => void;
  /** Told of what went wrong while looking; a notice less is no reason to stop. */
  readonly onFailure: (error: unknown) => void;
};

const MOST_ALERTS = 200;

/**
 * Tells of alerts that are new or worse, and of work that is done where a person wants to hear of it.
 * @returns what ends it
 */
export function followEngine(parts: NoticeParts): () => void {
  const { engine, clock, settings, language } = parts;
  const pickNew = createAlertMemory(clock.nowMs());
  const ended = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  async function lookAtAlerts(): Promise<void> {
    const { alerts } = await ask(engine, "alerts.list", { which: "open", limit: MOST_ALERTS });
    const news = pickNew(alerts, clock.nowMs()); // asked in any case, so that it knows them when notices are wanted again
    if (!settings().notifyOnFailure) return;
    for (const alert of news) parts.notify(alertNotice(alert, clock.nowMs(), language()));
  }

  function lookAtJob(job: JobView): void {
    if (job.state !== "done" || ended.has(job.id)) return;
    ended.add(job.id);
    if (!settings().notifyOnSuccess) return;
    void tellSuccess(job).catch(parts.onFailure);
  }

  async function tellSuccess(job: JobView): Promise<void> {
    const { notices } = desktopWords(language());
    const notice = { body: "", link: { page: "activity", id: job.id }, isUrgent: false } as const;
    if (job.kind === "restore") parts.notify({ ...notice, title: notices.restored });
    if (job.kind !== "backup" || job.sourceId === null) return;
    const { sources } = await ask(engine, "sources.list", {});
    const source = sources.find(({ id }) => id === job.sourceId);
    if (source !== undefined) parts.notify({ ...notice, title: notices.backedUp(source.name) });
  }

  const look = () => {
    last = last.then(lookAtAlerts).catch(parts.onFailure); // one after the other, so that none is told twice
  };
  look();
  return engine.onEvent(({ event }) => {
    if (event.type === "alerts") look();
    if (event.type === "job") lookAtJob(event.job);
  });
}

function alertNotice(alert: Alert, nowMs: number, language: Language): Notice {
  const text = describeAlert(alert.subject, { nowMs, resolvedMs: alert.resolvedMs }, language);
  return {
    title: text.title,
    body: text.summary,
    link: { page: "alerts", id: alert.id },
    isUrgent: alert.severity === "failing" || alert.severity === "failed",
  };
}
