import type { DesktopWords } from "./desktop-words.ts";

const jobsAre = (count: number) => (count === 1 ? "One job is" : `${count} jobs are`);

export const enDesktopWords: DesktopWords = {
  menu: {
    file: "File",
    edit: "Edit",
    view: "View",
    go: "Go",
    window: "Window",
    backUpNow: "Back up now",
    closeWindow: "Close the window",
    quit: "Quit Backstay",
    undo: "Undo",
    redo: "Redo",
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    selectAll: "Select all",
    zoomIn: "Larger",
    zoomOut: "Smaller",
    actualSize: "Actual size",
    fullScreen: "Full screen",
    minimize: "Minimize",
    about: "About Backstay",
    hide: "Hide Backstay",
    hideOthers: "Hide others",
    showAll: "Show all",
    developerTools: "Developer tools",
  },
  pages: {
    overview: "Overview",
    backups: "Backups",
    restore: "Restore",
    storage: "Storage",
    activity: "Activity",
    alerts: "Alerts",
    settings: "Settings",
  },
  tray: {
    open: "Open Backstay",
    backUpNow: "Back up now",
    pause: "Pause backups",
    resume: "Resume backups",
    quit: "Quit",
  },
  status: {
    nothingYet: "Nothing is protected yet.",
    allProtected: (sources) =>
      sources === 1 ? "The only source is protected." : `All ${sources} sources are protected.`,
    lastBackup: (age) => `Last backup ${age}.`,
    overdue: (name, late) =>
      late === undefined ? `${name} has no good backup.` : `${name} is overdue by ${late}.`,
    damaged: (name) => `A check found damage where all backups of ${name} are.`,
    lastFailed: (name) => `The last backup of ${name} failed.`,
    damagedPlace: (name) => `A check found damage in ${name}.`,
    repairedPlace: (name) => `${name} is repaired; a check has yet to prove that.`,
    unreachable: (name) => `${name} does not answer.`,
    unknown: (name) => `Nobody knows whether ${name} is protected.`,
    unplanned: (name) => `No plan takes care of ${name}.`,
    openAlerts: (count) => (count === 1 ? "One alert is open." : `${count} alerts are open.`),
    andMore: (count) => `${count} more.`,
    backingUp: (name, percent) =>
      percent === undefined ? `Backing up ${name}.` : `Backing up ${name}, ${percent} %.`,
    working: "Working.",
    waiting: (name) => `The first backup of ${name} is still to come.`,
    noneTakesOver: (name) => `Backups to ${name} wait: no other place can take over.`,
    inTrouble: (name, place) => `${place} is in trouble; another place can take ${name} over.`,
    onStandby: (name, place) => `${name} is backed up to ${place} for now.`,
    mayGoBack: (name, place) => `${place} is well again, and ${name} can go back to it.`,
    moving: (name) => `Backups of ${name} are moving to another place.`,
    engineLost: "Backstay's service does not answer. It is not known how the backups are.",
  },
  notices: {
    backedUp: (name) => `${name} is backed up`,
    restored: "The restore is done",
    goesOnTitle: "Backstay goes on in the background",
    goesOn: "Backups run as planned. Its icon opens the window again and quits it.",
  },
  quitting: {
    message: (running) => `${jobsAre(running)} running`,
    detail:
      "In the background the work goes on without the window. If it is stopped now, nothing that is stored is lost; what is missing is done when Backstay starts again.",
    goOn: "Go on in the background",
    stopAndQuit: "Stop and quit",
  },
  secrets: {
    message: "This computer's key store cannot be used",
    detail: (path) =>
      `Backstay keeps the passwords of repositories in ${path} instead, which only you may read. Who can read your files can read them. To use a key store, install one (GNOME Keyring or KWallet), start Backstay again and enter the passwords again.`,
    understood: "Continue",
  },
  otherVersion: {
    message: "The Backstay service is of another version than this window",
    detail: (own, other) =>
      `This window is version ${own}, the service that makes the backups is ${other}. Backups go on, but some pages may show errors. Update the older one, then restart the service and this window.`,
    understood: "Continue",
  },
  startFailed: "Backstay cannot start",
  engineLost: {
    message: "The Backstay service that did the work has ended",
    detail: "Backups do not run until it does. Your backups are as they were.",
    again: "Start again",
    quit: "Quit",
  },
  chooseFolder: "Choose a folder",
  purpose: "Backs up this office",
};
