import type { CertificateProblem, StorageErrorCode, StoreSilence } from "../storage-errors.ts";
import { signInVariablesOf } from "./sign-in-variables.ts";
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
  busy: "It answers that it is too busy, or that what is behind it does not answer. Try again later.",
  "no-http": "Something else than a web server answers there. Check the port.",
  "no-webdav":
    "It is a web server, but speaks no WebDAV at this address. Switch WebDAV on in its settings, and check the folder: many have one of their own for it, such as /remote.php/dav/files/NAME/ or /dav/.",
  "no-tls":
    "It speaks no TLS there. Check the port; without encryption the location begins with http instead of https.",
};

const certificate: Readonly<Record<CertificateProblem, string>> = {
  expired:
    "Its certificate is no longer valid. Renew it on the server; if it is not that old, set this computer's clock.",
  "not-yet": "Its certificate is not valid yet. Set the clock of this computer.",
  name: "Its certificate is for another name. Use the name that it is for; if there is none, something else may be answering in its place.",
  unknown:
    "Nobody who is trusted here vouches for its certificate. If it is the server's own, get it from there and name its file as one to trust; if not, something else may be answering in its place.",
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
  STORE_SIGN_IN_REFUSED: (d) => ({
    message:
      d.user === null
        ? `The server of ${d.location} wants a user name and a password.`
        : `The server of ${d.location} does not let ${d.user} in.`,
    hint: `Nothing was changed there. Check the name and the password, or the keys. The command line takes them from ${signInVariablesOf(d.location).join(" and ")}.`,
  }),
  STORE_APPEND_ONLY: (d) => ({
    message: `The server of ${d.location} lets no file be removed or replaced.`,
    hint: "All backups are there and safe, and new ones can be added. To remove snapshots or to make room, work on the server itself, or through an account that may do so.",
  }),
  STORE_CERTIFICATE_REFUSED: (d) => ({
    message: `The server of ${d.location} cannot prove that it is the right one.`,
    hint: `Nothing was sent to it, no password either. ${certificate[d.reason]}`,
  }),
  STORE_PROGRAM_FAILED: (d) => ({
    message:
      d.said === ""
        ? `${d.program}, which reaches ${d.location}, is not installed here.`
        : `${d.program}, which reaches ${d.location}, gave up: ${d.said}.`,
    hint:
      d.said === ""
        ? `Nothing was changed, and earlier backups are safe. Install ${d.program}.`
        : `Nothing was changed, and earlier backups are safe. Mend its settings: the same place must work with ${d.program} itself.`,
  }),
  STORE_BUCKET_MISSING: (d) => ({
    message: `There is no bucket named ${d.bucket} for this account at ${d.location}.`,
    hint: "Nothing was changed there. Check the bucket's name and the address of the service; if the bucket is new, make it in the settings of the service first.",
  }),
  STORE_CLOCK_WRONG: (d) => ({
    message: `The service of ${d.location} does not accept the time of this computer.`,
    hint: "Nothing was stored, and earlier backups are safe. Set the clock of this computer, best by the network: it may be wrong by a few minutes at most.",
  }),
  STORE_REGION_WRONG: (d) => ({
    message:
      d.wanted === null
        ? `The bucket of ${d.location} is not in the region ${d.region}.`
        : `The bucket of ${d.location} is not in the region ${d.region}, but in ${d.wanted}.`,
    hint: "Nothing was changed there. Set AWS_DEFAULT_REGION to the region that the settings of the service show for the bucket, and check the address.",
  }),
  STORE_WITHOUT_MANIFESTS: (d) => ({
    message: `${d.location} cannot keep the record of the replicas.`,
    hint: "Backups there are whole and safe, and can go on. Servers of restic's REST protocol, and rclone, store only what restic itself knows: reach the same machine over SFTP, WebDAV, S3 or a mounted share to make it a replica.",
  }),
  STORE_SIGN_IN_MISSING: (d) => ({
    message: `There is nothing to sign in with at ${d.location}.`,
    hint:
      d.variables.length === 0
        ? "Nothing was changed there. Enter a password or a key for this place in the settings."
        : d.location.startsWith("sftp:")
          ? `Nothing was changed there. Set ${d.variables.join(" or ")}; a key in ssh-agent or in ~/.ssh does as well.`
          : `Nothing was changed there. Set ${d.variables.join(" and ")}.`,
  }),
  PLACE_SETTINGS_REFUSED: (d) => ({
    message: `A browser may not choose that rclone takes its settings from ${d.path}.`,
    hint: "Nothing was saved and nothing was run: such settings can name programs. Use a remote of rclone's usual settings, or choose the file in the desktop application on that computer.",
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
