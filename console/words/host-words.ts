import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import type { RunState } from "../../shared/model/plan.ts";

export type Protection = SourceStatus["protection"];
export type ReplicaReach = Overview["repositories"][number]["replicas"][number]["reach"];

/** What the commands say that have to do with a Backstay that keeps running. */
export type HostWords = {
  readonly console: {
    /** @param untilTime like `19:32` */
    openLink(untilTime: string): string;
    newLink: string;
    stop: string;
    stopping: string;
    otherPort(usual: number, port: number): string;
    fingerprint(fingerprint: string): string;
    serves(url: string): string;
    link(untilTime: string): string;
    passwordSet: string;
    metricsToken: string;
    metricsTokenHint: string;
    pagesMissing: string;
  };
  readonly status: {
    /** The first sentences of each state, worst first; `names` at most a few. */
    readonly sentence: {
      nothing: string;
      overdue(names: string, count: number): string;
      never(names: string, count: number): string;
      damaged(names: string): string;
      lastFailed(names: string): string;
      damagedPlace(names: string): string;
      /** Damage was found and repaired, which no check has proved. */
      repairedPlace(names: string): string;
      unplanned(names: string): string;
      unknown(names: string, count: number): string;
      unreachable(names: string): string;
      alerts(count: number): string;
      waiting(names: string, count: number): string;
      allProtected(count: number): string;
    };
    andMore(names: string, count: number): string;
    newest(ago: string): string;
    running(count: number): string;
    next(when: string): string;
    readonly columns: {
      readonly source: string;
      readonly state: string;
      readonly newest: string;
      readonly due: string;
    };
    readonly protection: Readonly<Record<Protection, string>>;
    noBackup: string;
    notRunning(folder: string): string;
    notRunningHint: string;
    knownLast: string;
  };
  readonly run: {
    alone: string;
    started(plan: string): string;
    joined(plan: string): string;
    waiting: string;
    detached(plan: string): string;
    readonly ended: Readonly<Record<RunState, string>>;
    summary(files: string, changed: string, added: string, duration: string): string;
    problems(count: number): string;
  };
  readonly service: {
    written(path: string): string;
    started: string;
    linger: string;
    readsAll: string;
    readsOwn: string;
    link: string;
    notInstalled: string;
    removed(path: string): string;
    keepsData(folder: string): string;
    state(active: string, enabled: string): string;
    answers(url: string): string;
    silent: string;
  };
};
