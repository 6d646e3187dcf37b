import type { HostErrorCode, RemoteSilence, ScheduleProblem } from "../host-errors.ts";
import { shortId } from "../ids.ts";
import { enHealthErrors } from "./en-health-errors.ts";
import { enSnmpWords } from "./en-snmp.ts";
import { enSelfTestErrors } from "./self-test-words.ts";
import type { ErrorWords } from "./types.ts";

const listenHint: Readonly<Record<"password-missing" | "tls-missing" | "in-use" | "not-permitted", string>> =
  {
    "password-missing":
      "Nothing listens, and nobody could reach your data. Set a password with `backstay console --set-password`, or listen on 127.0.0.1 only.",
    "tls-missing":
      "Nothing listens, and nobody could reach your data. Give a certificate with --tls-cert and --tls-key, let one be made with --tls-self-signed, or listen on 127.0.0.1 only.",
    "in-use": "Nothing listens. Another program uses this port: choose another one with --listen.",
    "not-permitted": "Nothing listens. Choose a port from 1024 on, and an address of this computer.",
  };

const scheduleProblem: Readonly<Record<ScheduleProblem, string>> = {
  fields: "it does not have five fields of digits, names and * , - /",
  minute: "its minute must be from 0 to 59",
  hour: "its hour must be from 0 to 23",
  day: "its day of the month must be from 1 to 31, and in one of its months",
  month: "its month must be from 1 to 12, or a name like jan",
  weekday: "its day of the week must be from 0 to 7, or a name like mon",
  never: "there is no day that it fits",
};

const remoteSilence: Readonly<Record<RemoteSilence, string>> = {
  refused: "It is on, but nothing there answers SSH. Turn SSH on in its settings, and check the port.",
  "not-found": "No machine has this name. Check its spelling, or use its IP address.",
  "timed-out": "It may be off, asleep or busy, or a firewall keeps SSH out.",
  "no-route": "This computer's network does not lead there. Is a cable or the VPN missing?",
  closed: "It ended the connection, as machines do that are shut down or overloaded.",
  "no-ssh": "Something else than an SSH server answers there, or one too old to be safe. Check the port.",
};

const dataFolderHint = (systemCode: string) =>
  systemCode === "EEXIST" || systemCode === "ENOTDIR"
    ? "A file stands where a folder should be: move it away, or set BACKSTAY_HOME to another folder."
    : "Allow the user who runs Backstay to write there, or set BACKSTAY_HOME to a folder that is theirs.";

/** English words for the application's own errors. */
export const enHostWords: Pick<ErrorWords, HostErrorCode> = {
  ...enSnmpWords,
  ...enHealthErrors,
  ...enSelfTestErrors,
  CALL_INVALID: (d) => ({
    message: `The request ${d.method} is not understood${d.where === "" ? "" : `: ${d.where}`}.`,
    hint: "Nothing was changed. If the page is older than the application, load it again.",
  }),
  NOT_ALLOWED: (d) => ({
    message: `This session may look, but not do this: ${d.method}.`,
    hint: "Nothing was changed. Sign in as the person who looks after the backups.",
  }),
  SIGN_IN_NEEDED: () => ({
    message: "You are not signed in any more.",
    hint: "Backups go on. Sign in again, or use a new link from `backstay console --link`.",
  }),
  SIGN_IN_REFUSED: () => ({
    message: "That password or link does not open this console.",
    hint: "Nothing was changed. A link works once and only for a few minutes; get a new one with `backstay console --link`.",
  }),
  SIGN_IN_TOO_OFTEN: (d) => ({
    message: "There were too many attempts to sign in.",
    hint: `Nothing was changed. Try again in ${d.retrySeconds} s.`,
  }),
  HOST_UNREACHABLE: () => ({
    message: "This page cannot reach Backstay.",
    hint: "Backups that run go on if Backstay runs. The page connects again by itself; what it shows may be old until then.",
  }),
  HOST_RUNNING: (d) => ({
    message: `Backstay runs already (process ${d.pid}) and uses ${d.folder}.`,
    hint: "Nothing was changed. Use that one (`backstay console --link` opens its pages), or end it first.",
  }),
  HOST_NOT_RUNNING: (d) => ({
    message: `No Backstay runs with the data folder ${d.folder}.`,
    hint: "What is backed up stays as it is, but until it runs no planned backup starts and no disk is watched. Start it with `backstay console`, or for good with `backstay service install`.",
  }),
  CONSOLE_NOT_SERVED: () => ({
    message: "The Backstay that runs here is the desktop application, which serves no web console.",
    hint: "Nothing was changed. Use its window, or end it and run `backstay console`.",
  }),
  CONSOLE_PASSWORD_WRONG: () => ({
    message: "The present password is another one.",
    hint: "Nothing was changed, and nobody was signed out. Check the keyboard layout and try again. Who has forgotten it sets a new one on the computer where Backstay runs, with `backstay console --set-password`.",
  }),
  CONSOLE_PASSWORD_UNSET: () => ({
    message: "There is no password to change yet.",
    hint: "Nothing was changed. The first one is set on the computer where Backstay runs, with `backstay console --set-password`.",
  }),
  CONSOLE_PASSWORD_SHORT: (d) => ({
    message: `The password is too short: it needs at least ${d.minimum} characters.`,
    hint: "Nothing was changed. A few words in a row are easy to keep in mind and hard to guess.",
  }),
  CERTIFICATE_UNUSABLE: (d) => ({
    message: `The certificate or key ${d.path} cannot be used (${d.reason}).`,
    hint: "Nothing listens, and nobody could reach your data. Give a certificate and its key as PEM files, or use --tls-self-signed.",
  }),
  SERVICE_FAILED: (d) => ({
    message: `The service manager refused: ${d.command}${d.output === "" ? "" : `: ${d.output}`}.`,
    hint: "No backup was touched. Look at what it says, and run the command again.",
  }),
  LISTEN_REFUSED: (d) => ({
    message: `Backstay does not listen on ${d.address}.`,
    hint: listenHint[d.reason],
  }),
  SOURCE_NOT_FOUND: () => ({
    message: "This source does not exist any more.",
    hint: "Nothing was changed, and its snapshots stay. Load the page again.",
  }),
  SOURCE_NOT_NAMED: (d) => ({
    message: d.isDatabase
      ? `No source with databases is called ${d.wanted}.`
      : `No source is called ${d.wanted}.`,
    hint:
      d.sources.length === 0
        ? "Nothing was changed. There is none yet: `backstay sources add` makes one."
        : `Nothing was changed. There are: ${d.sources.join(", ")}.`,
  }),
  SOURCE_IN_USE: (d) => ({
    message: `${d.name} is still part of ${d.plans.join(", ")}.`,
    hint: "It was not removed. Take it out of these plans first.",
  }),
  SOURCE_PATH_INVALID: (d) => ({
    message: `${d.path} is not a full path of this computer.`,
    hint: "Nothing was saved. Give the path from the top, or choose the folder from the list.",
  }),
  PLAN_NOT_FOUND: () => ({
    message: "This plan does not exist any more.",
    hint: "Nothing was changed, and its snapshots stay. Load the page again.",
  }),
  PLAN_CHANGED: (d) => ({
    message: `The plan ${d.name} was changed meanwhile, in another window or by somebody else.`,
    hint: "Nothing was saved. Look at the plan as it is now, or save yours in its place.",
  }),
  PLAN_NOT_NAMED: (d) => ({
    message: `No plan, or more than one, is called ${d.wanted}.`,
    hint:
      d.plans.length === 0
        ? "Nothing was started. There is no plan yet: make one in the application."
        : `Nothing was started. There are: ${d.plans.join(", ")}.`,
  }),
  RUN_NOT_FOUND: () => ({
    message: "This run is not known any more.",
    hint: "Nothing was changed. Its snapshots, if it made any, stay.",
  }),
  ALERT_NOT_FOUND: () => ({
    message: "There is no such alert, or not any more.",
    hint: "Nothing was changed. `backstay alerts` lists those there are.",
  }),
  CHANNEL_NOT_FOUND: () => ({
    message: "This channel does not exist any more.",
    hint: "Nothing was changed. Load the page again.",
  }),
  CHANNEL_INCOMPLETE: (d) => ({
    message: `${d.name} lacks its ${channelSecret[d.secret]}.`,
    hint: "Nothing was saved and nothing was sent. Enter it; Backstay keeps it in the key store and never shows it again.",
  }),
  CHANNEL_ADDRESS_INVALID: (d) => ({
    message: channelAddress[d.reason],
    hint: "Nothing was saved and nothing was sent. Copy the whole address from the service once more.",
  }),
  CHANNEL_IN_CLEAR: (d) => ({
    message: `The password for ${d.host} would cross the network in clear.`,
    hint: "Nothing was saved and nothing was sent. Choose STARTTLS or TLS, or leave the user name empty if the server wants none.",
  }),
  CHANNEL_PROGRAM_RELATIVE: (d) => ({
    message: `${d.program} is not the full path of a program.`,
    hint: "Nothing was saved and nothing was run. Give the path from the top, like /usr/local/bin/tell-us.",
  }),
  CHANNEL_PROGRAM_REFUSED: (d) => ({
    message: `A browser may not choose that ${d.program} is run.`,
    hint: "Nothing was saved and nothing was run. Choose the program in the desktop application, or in a terminal of that computer with `backstay alerts program`.",
  }),
  REPOSITORY_NOT_FOUND: () => ({
    message: "This repository is not known here any more.",
    hint: "Its backups are where they were. Open it again with its location and its password.",
  }),
  REPOSITORY_IN_USE: (d) => ({
    message: `${d.name} is still used by ${d.plans.join(", ")}.`,
    hint: "It was not removed. Give these plans another repository, or remove them, first.",
  }),
  LOCATION_INSIDE: (d) => ({
    message: d.isRepository
      ? `${d.location} lies inside of the repository ${d.outer}.`
      : `${d.location} lies inside of Backstay's own folder ${d.outer}.`,
    hint: "Nothing was written there. Choose a folder beside it: one in another would be lost, or cleared away, with it.",
  }),
  DATA_FOLDER_UNUSABLE: (d) => ({
    message: `Backstay's own folder ${d.path} cannot be used (${d.systemCode}).`,
    hint: `No backup was touched, and none starts without it. ${dataFolderHint(d.systemCode)}`,
  }),
  DATA_FOLDER_FULL: (d) => ({
    message: `The disk with Backstay's own folder ${d.path} is full.`,
    hint: "Earlier backups are safe where they are, but no backup can start until there is room again. Free some space on this disk; Backstay goes on by itself.",
  }),
  HOST_OF_OTHER_USER: (d) => ({
    message: `Backstay's folder ${d.folder} belongs to another user of this computer (${d.systemCode}).`,
    hint: "Nothing was changed. Run the command as that user (for a service of the whole computer with sudo), or set BACKSTAY_HOME to a folder of yours.",
  }),
  LOCATION_NOT_EMPTY: (d) => ({
    message: `There is something else in ${d.location}.`,
    hint: "Nothing was written there. Choose an empty folder, or a new one inside of it.",
  }),
  REPOSITORY_CHANGED: (d) => ({
    message: `Repository ${shortId(d.found)} stands at ${d.location}, where ${shortId(d.expected)} belongs.`,
    hint: "It was neither read nor written. Is the right disk or share mounted? Mount it, or open this one as a repository of its own.",
  }),
  NAME_TAKEN: (d) => ({
    message: `There is already something called ${d.name}.`,
    hint: "Nothing was saved. Choose another name.",
  }),
  SCHEDULE_INVALID: (d) => ({
    message: `"${d.expression}" is not a schedule: ${scheduleProblem[d.reason]}.`,
    hint: "Nothing was saved. Five fields are needed: minute, hour, day of the month, month, day of the week.",
  }),
  FOLDER_NOT_LISTED: (d) => {
    if (d.systemCode === "ENOENT")
      return {
        message: `There is no folder ${d.path} (${d.systemCode}).`,
        hint: "Nothing was changed. Look how it is spelt, and whether the disk or share it is on is connected.",
      };
    if (d.systemCode === "ENOTDIR")
      return {
        message: `${d.path} is not a folder (${d.systemCode}).`,
        hint: "Nothing was changed. Choose the folder it is in.",
      };
    if (d.systemCode === "EACCES" || d.systemCode === "EPERM")
      return {
        message: `Backstay may not look into the folder ${d.path} (${d.systemCode}).`,
        hint: "Nothing was changed. Allow it to the user that Backstay runs as, or choose another folder.",
      };
    return {
      message: `The folder ${d.path} cannot be listed (${d.systemCode}).`,
      hint: "Nothing was changed. It may be gone, or Backstay may not read it.",
    };
  },
  FOLDER_NAME_INVALID: (d) => ({
    message: `A folder cannot be called "${d.name}".`,
    hint: "Nothing was made. Use a name without slashes, and not only dots or spaces.",
  }),
  FOLDER_NOT_MADE: (d) => ({
    message: `The folder ${d.path} cannot be made (${d.systemCode}).`,
    hint: "Nothing was changed. Backstay may not write there, or the disk is read-only or full. Choose another place.",
  }),
  SECRET_MISSING: (d) => ({
    message: `The password for ${d.name} is not in the key store.`,
    hint: "Its backups are as they were, but new ones cannot be made. Enter the password again in the settings.",
  }),
  SECRETS_UNREADABLE: (d) => ({
    message: `The key store ${d.path} cannot be read: ${d.reason}.`,
    hint: "The backups are as they were, but new ones cannot be made. Put the file back from a copy, or move it away and enter the passwords again.",
  }),
  READER_CRASHED: (d) => ({
    message: `Reading the repository stopped unexpectedly (${d.exit}).`,
    hint: "Nothing was changed. Try again; if it happens again, check the repository.",
  }),
  RUNTIME_LACKS: (d) => ({
    message: `This copy of Backstay cannot work here: it lacks ${d.pieces.join(", ")}, or gets wrong answers from it.`,
    hint: "Nothing was started and nothing was written; your backups are as they were. Install Backstay again. If that does not help, run it on another computer, and check this one's memory.",
  }),
  REMOTE_SILENT: (d) => ({
    message: `${d.address} cannot be reached.`,
    hint: `Nothing was changed there, and nothing is known of it until it answers. ${remoteSilence[d.reason]}`,
  }),
  REMOTE_KEY_CHANGED: (d) => ({
    message:
      d.shown === ""
        ? `${d.address} no longer has the key it was known by (${d.pinned}).`
        : `${d.address} shows the key ${d.shown}, and was known by ${d.pinned}.`,
    hint: "Nothing was sent to it, no password either. If it was set up anew, compare the key with the one it shows itself and trust it again. If not, another machine may be answering in its place.",
  }),
  REMOTE_NO_SFTP: (d) => ({
    message: `${d.address} lets Backstay in, but does not give out files over SFTP.`,
    hint: 'Nothing was read from it, and nothing was changed there. Turn SFTP on in its settings (on a NAS often beside SSH or FTP, with OpenSSH the line "Subsystem sftp" in sshd_config), and allow it to this account.',
  }),
  REMOTE_SIGN_IN_REFUSED: (d) => ({
    message: `${d.address} does not let ${d.user} in.`,
    hint: "Nothing was changed there. Check the name and the password or key, and that this account may use SSH.",
  }),
  REMOTE_SIGN_IN_UNUSABLE: (d) => ({
    message: {
      passphrase: `The private key for ${d.address} does not open with this passphrase.`,
      format: `What was given as private key for ${d.address} is none that can be read.`,
      none: `There is nothing to sign in to ${d.address} with.`,
    }[d.reason],
    hint:
      d.reason === "none"
        ? "Nothing was sent. Give a key or a password; or, where the SSH agent is to be used, start it for the user that Backstay runs as, or put a key without passphrase into the .ssh folder of that user."
        : "Nothing was sent. Give the whole key file as ssh-keygen writes it (not the .pub file beside it), with its passphrase if it has one.",
  }),
  REMOTE_NOT_FORWARDED: (d) => ({
    message: `${d.address} lets Backstay in, but does not lead on to ${d.target}${d.said === "" ? "" : ` ("${d.said}")`}.`,
    hint: `Nothing was saved or changed, and earlier snapshots are as they were. ${notForwarded[d.reason]}`,
  }),
  READER_SLOW: (d) => ({
    message: `Reading the repository took longer than ${d.seconds} s.`,
    hint: "Nothing was changed, and the backups are as they were. The place they are in may be busy or hardly reachable: try again later.",
  }),
  JOB_NOT_RESTARTABLE: () => ({
    message: "This work cannot be started again by itself.",
    hint: "Nothing was changed. Start it anew from its page.",
  }),
};

const notForwarded = {
  forbidden:
    "Allow this account to forward connections: in sshd_config there, see AllowTcpForwarding and PermitOpen, and the options of its key.",
  refused:
    "Check on that machine that the server runs, and listens at the address and port that the source names.",
  socket:
    "Check on that machine that the socket is there, that this account may open it, and that sshd_config allows it (AllowStreamLocalForwarding).",
  "no-answer": "Nobody there answered in time: check the address as that machine sees it, and its firewall.",
} as const;

const channelSecret = { address: "address", password: "password", key: "key" } as const;

const channelAddress = {
  form: "This is not a complete web address.",
  scheme: "Only addresses that begin with https:// or http:// can be used.",
  credentials: "An address with a user name and password in front of the host cannot be used.",
} as const;
