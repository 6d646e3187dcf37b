import { printable } from "../format/printable.ts";
import type { AlertSubject } from "../model/alert.ts";
import type { AlertMoment, AlertText, AlertWords } from "./alert-words.ts";
import { enAlertWords } from "./en-alerts.ts";
import type { Language } from "./language.ts";
import { zhAlertWords } from "./zh-alerts.ts";

const WORDS: Readonly<Record<Language, AlertWords>> = { en: enAlertWords, zh: zhAlertWords };

/**
 * The words for an alert, for the page, a notification and whatever else tells of it. Names in it may come from a hostile
 * repository or folder, so hidden characters are made visible; it is still text, not HTML.
 */
export function describeAlert(subject: AlertSubject, moment: AlertMoment, language: Language): AlertText {
  const text = wordsFor(subject, WORDS[language])(moment);
  return {
    title: printable(text.title),
    summary: printable(text.summary),
    happened: printable(text.happened),
    means: printable(text.means),
    toDo: printable(text.toDo),
  };
}

function wordsFor(subject: AlertSubject, words: AlertWords): (moment: AlertMoment) => AlertText {
  switch (subject.code) {
    case "JOB_FAILED":
      return (moment) => words.JOB_FAILED(subject, moment);
    case "JOB_HAD_PROBLEMS":
      return (moment) => words.JOB_HAD_PROBLEMS(subject, moment);
    case "CHANGE_SUSPICIOUS":
      return (moment) => words.CHANGE_SUSPICIOUS(subject, moment);
    case "SOURCE_ROTTED":
      return (moment) => words.SOURCE_ROTTED(subject, moment);
    case "SOURCE_OVERDUE":
      return (moment) => words.SOURCE_OVERDUE(subject, moment);
    case "REPOSITORY_UNREACHABLE":
      return (moment) => words.REPOSITORY_UNREACHABLE(subject, moment);
    case "REPLICA_SWITCHED":
      return (moment) => words.REPLICA_SWITCHED(subject, moment);
    case "PLAN_TAKEN_OVER":
      return (moment) => words.PLAN_TAKEN_OVER(subject, moment);
    case "PLAN_NOT_TAKEN_OVER":
      return (moment) => words.PLAN_NOT_TAKEN_OVER(subject, moment);
    case "HOOK_FAILED":
      return (moment) => words.HOOK_FAILED(subject, moment);
    case "PLAN_HOOK_FAILED":
      return (moment) => words.PLAN_HOOK_FAILED(subject, moment);
    case "FAILOVER_STUCK":
      return (moment) => words.FAILOVER_STUCK(subject, moment);
    case "REPLICA_DAMAGED":
      return (moment) => words.REPLICA_DAMAGED(subject, moment);
    case "DRILL_FAILED":
      return (moment) => words.DRILL_FAILED(subject, moment);
    case "PLACEMENT_UNMET":
      return (moment) => words.PLACEMENT_UNMET(subject, moment);
    case "DRILL_OVERDUE":
      return (moment) => words.DRILL_OVERDUE(subject, moment);
    case "DATA_FOLDER_FULL":
      return (moment) => words.DATA_FOLDER_FULL(subject, moment);
    case "CHANNEL_FAILING":
      return (moment) => words.CHANNEL_FAILING(subject, moment);
    case "DISK_TROUBLE":
      return (moment) => words.DISK_TROUBLE(subject, moment);
    case "ARRAY_TROUBLE":
      return (moment) => words.ARRAY_TROUBLE(subject, moment);
    case "CONTROLLER_TROUBLE":
      return (moment) => words.CONTROLLER_TROUBLE(subject, moment);
    case "VOLUME_FULL":
      return (moment) => words.VOLUME_FULL(subject, moment);
    case "HOST_SILENT":
      return (moment) => words.HOST_SILENT(subject, moment);
    case "HEALTH_NOT_READ":
      return (moment) => words.HEALTH_NOT_READ(subject, moment);
  }
}
