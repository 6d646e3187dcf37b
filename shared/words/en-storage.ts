import type { StorageErrorCode, StoreSilence } from "../storage-errors.ts";
import type { ErrorWords } from "./types.ts";

const silence: Readonly<Record<StoreSilence, string>> = {
  refused:
    "The machine is on, but nothing answers there. Start the service in its settings, and check the port.",
  "not-found": "No machine has this name. Check its spelling, or use its IP address.",
  "timed-out": "It may be off, asleep or busy, or a firewall is in between.",
  "no-route": "This computer's network does not lead there. Is a cable or the VPN missing?",
  closed: "It ended the connection, as machines do that are shut down or overloaded.",
  "no-ssh": "Something else than an SSH server answers there, or one too old to be safe. Check the port.",
  "no-sftp":
    "It lets this account in, but not use SFTP. Switch SFTP on for it in the settings of the machine.",
};

/** English words for what goes wrong with repositories on other machines. */
export const enStorageWords: Pick<ErrorWords, StorageErrorCode> = {
  STORE_UNREACHABLE: (d) => ({
    message: `The server of ${d.location} cannot be reached.`,
    hint: `What was finished before is safe there, and the next run uses what was stored already. ${silence[d.reason]}`,
  }),
  STORE_WRITE_REFUSED: (d) => ({
    message: `The server of ${d.location} did not store a file, and only says: ${d.said}.`,
    hint: "Earlier backups are safe, this one is not finished. Most often a quota is used up or the disk has a fault: look at both on the server. The next run uses what was stored already.",
  }),
  STORE_SIGN_IN_MISSING: (d) => ({
    message: `There is nothing to sign in with at ${d.location}.`,
    hint: `Nothing was changed there. Set ${d.variables.join(" or ")}; for SFTP, a key in ssh-agent or in ~/.ssh does as well.`,
  }),
  REMOTE_KEY_UNKNOWN: (d) => ({
    message: `${d.address} is not known yet. It shows the key ${d.shown}.`,
    hint: `Nothing was sent to it, no password either. Compare the key with the one the machine itself shows. If it is the same, set BACKSTAY_SFTP_HOST_KEY="${d.shown}", or sign in there once with \`ssh\`.`,
  }),
  SSH_SETTINGS_UNUSABLE: (d) => ({
    message:
      d.reason === "broken"
        ? `The settings of SSH for ${d.host} cannot be read: ${d.said}.`
        : `The settings of SSH lead to ${d.host} by way of another machine, which Backstay cannot do yet.`,
    hint:
      d.reason === "broken"
        ? "Nothing was sent. Mend the file, or name another one in BACKSTAY_SSH_CONFIG."
        : "Nothing was sent. Forward a port with `ssh -L`, and use that one; or name other settings in BACKSTAY_SSH_CONFIG.",
  }),
};
