import { formatQuantity } from "../../shared/format/count.ts";
import type { HostWords } from "./host-words.ts";

const are = (count: number) => (count === 1 ? "is" : "are");

export const enHostWords: HostWords = {
  console: {
    openLink: (time) => `Backstay runs. Open this address in a browser; it works once, until ${time}:`,
    newLink: "For another one, run `backstay console --link`.",
    stop: "Ctrl-C ends Backstay; what it does then goes on at its next start.",
    stopping: "Ending Backstay ...",
    otherPort: (usual, port) =>
      `Another program uses port ${usual}, so this is port ${port}. Choose one with --listen.`,
    fingerprint: (fingerprint) =>
      `The browser warns of the certificate, because Backstay made it itself. It is the right one if its SHA-256 fingerprint is:\n  ${fingerprint}`,
    serves: (url) => `Backstay runs and serves ${url}`,
    link: (time) => `Open this address in a browser; it works once, until ${time}:`,
    passwordSet: "The password is set. Whoever was signed in has to sign in again.",
    metricsToken: "This token opens /metrics and /healthz from other computers:",
    metricsTokenHint: "It is shown this once. The token before it is worth nothing any more.",
    pagesMissing: "Warning: the pages are not built. Run `npm run build` in Backstay's folder.",
  },
  status: {
    sentence: {
      nothing: "Nothing is protected yet.",
      overdue: (names, count) => `${names} ${are(count)} overdue.`,
      never: (names, count) => `${names} ${count === 1 ? "has" : "have"} no backup yet, though one was due.`,
      damaged: (names) => `A check found damage where all backups of ${names} are.`,
      lastFailed: (names) => `The last backup of ${names} failed.`,
      damagedPlace: (names) => `A check found damage in ${names}.`,
      repairedPlace: (names) =>
        `Damage in ${names} was repaired. Only a check of everything proves that it is whole.`,
      unplanned: (names) => `No plan takes care of ${names}.`,
      unknown: (names, count) =>
        `How ${names} ${are(count)} protected cannot be told: the repository cannot be asked.`,
      unreachable: (names) => `${names} cannot be reached.`,
      alerts: (count) => `${formatQuantity(count, "alert")} ${are(count)} open.`,
      waiting: (names, count) =>
        `${names} ${count === 1 ? "waits" : "wait"} for the first backup, which is planned.`,
      allProtected: (count) =>
        count === 1 ? "The source is protected." : `All ${count} sources are protected.`,
    },
    andMore: (names, count) => `${names} and ${count} more`,
    newest: (ago) => `Newest backup ${ago}.`,
    running: (count) => `${formatQuantity(count, "job")} running or waiting.`,
    next: (when) => `Next backup ${when}.`,
    columns: { source: "Source", state: "State", newest: "Newest backup", due: "Too old" },
    protection: {
      protected: "protected",
      overdue: "overdue",
      never: "no backup",
      damaged: "damaged",
      waiting: "waiting",
      unplanned: "no plan",
      unknown: "unknown",
    },
    noBackup: "none",
    notRunning: (folder) => `No Backstay runs with the data folder ${folder}.`,
    notRunningHint:
      "What is backed up stays as it is, but no planned backup starts. Start it with `backstay console`, or for good with `backstay service install`.",
    knownLast: "By what is on record:",
  },
  run: {
    alone: "No Backstay runs here, so this command does the work itself. Other plans do not start meanwhile.",
    started: (plan) => `Started ${plan}.`,
    joined: (plan) => `${plan} is under way already.`,
    waiting: "waiting for its turn",
    detached: (plan) => `${plan} goes on; this only ended the watching.`,
    ended: {
      queued: "It waits.",
      running: "It runs.",
      done: "Done.",
      "done-with-problems": "Done, but not everything could be saved properly.",
      failed: "Failed.",
      cancelled: "Cancelled. What was saved until then is used by the next run.",
      interrupted: "Interrupted. It is started again by itself.",
      missed: "Missed.",
    },
    summary: (files, changed, added, duration) =>
      `${files} new and ${changed} changed files, ${added} added, in ${duration}`,
    problems: (count) =>
      `${formatQuantity(count, "file or folder", "files or folders")} could not be saved properly; the application lists them.`,
  },
  service: {
    written: (path) => `Wrote ${path}.`,
    started: "Backstay runs, and starts by itself with this computer.",
    linger: "So that it also runs while you are not signed in, run: loginctl enable-linger",
    readsAll:
      "It runs as root, because only root may read every file there is to back up, and give restored ones their owner.",
    readsOwn: "It runs as you, and backs up what you may read. For all of this computer, install it as root.",
    link: "Open the application with the link from `backstay console --link`.",
    notInstalled: "Backstay is not installed as a service.",
    removed: (path) => `Removed ${path}. Backstay does not start by itself any more.`,
    keepsData: (folder) => `Plans, history and passwords stay in ${folder}; backups stay where they are.`,
    state: (active, enabled) => `The service is ${active}, and ${enabled} for the start of this computer.`,
    answers: (url) => `It answers, and serves ${url}`,
    silent: "It does not answer.",
  },
};
