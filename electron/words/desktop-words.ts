import type { PageName } from "../pages/deep-link.ts";

/** What the desktop application says outside of its pages. One language lacking a word does not compile. */
export type DesktopWords = {
  readonly menu: {
    readonly file: string;
    readonly edit: string;
    readonly view: string;
    readonly go: string;
    readonly window: string;
    readonly backUpNow: string;
    readonly closeWindow: string;
    readonly quit: string;
    readonly undo: string;
    readonly redo: string;
    readonly cut: string;
    readonly copy: string;
    readonly paste: string;
    readonly selectAll: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly actualSize: string;
    readonly fullScreen: string;
    readonly minimize: string;
    readonly about: string;
    readonly hide: string;
    readonly hideOthers: string;
    readonly showAll: string;
    readonly developerTools: string;
  };
  readonly pages: Readonly<Record<PageName, string>>;
  readonly tray: {
    readonly open: string;
    readonly backUpNow: string;
    readonly pause: string;
    readonly resume: string;
    readonly quit: string;
  };
  readonly status: {
    nothingYet: string;
    allProtected(sources: number): string;
    lastBackup(age: string): string;
    /** @param late like `10 hours`; undefined when there is no good backup at all */
    overdue(name: string, late: string | undefined): string;
    unreachable(name: string): string;
    damaged(name: string): string;
    lastFailed(name: string): string;
    damagedPlace(name: string): string;
    repairedPlace(name: string): string;
    unknown(name: string): string;
    unplanned(name: string): string;
    openAlerts(count: number): string;
    andMore(count: number): string;
    backingUp(name: string, percent: number | undefined): string;
    working: string;
    waiting(name: string): string;
    /** Nothing can be backed up to it, and no other replica is known to be well. */
    noneTakesOver(repository: string): string;
    /** Another replica than the usual one is active. */
    onStandby(repository: string, place: string): string;
    inTrouble(repository: string, place: string): string;
    /** The usual replica is well again, and somebody has to say so. */
    mayGoBack(repository: string, place: string): string;
    moving(repository: string): string;
    engineLost: string;
  };
  readonly notices: {
    backedUp(name: string): string;
    restored: string;
    goesOnTitle: string;
    goesOn: string;
  };
  readonly quitting: {
    message(running: number): string;
    detail: string;
    goOn: string;
    stopAndQuit: string;
  };
  readonly secrets: { message: string; detail(path: string): string; understood: string };
  readonly otherVersion: { message: string; detail(own: string, other: string): string; understood: string };
  readonly startFailed: string;
  readonly engineLost: { message: string; detail: string; again: string; quit: string };
  readonly chooseFolder: string;
  /** What the desktop's session manager shows. */
  readonly purpose: string;
};
