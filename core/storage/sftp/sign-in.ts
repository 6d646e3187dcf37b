import { BackstayError } from "../../../shared/errors.ts";
import { parseHostKey } from "../../remote/host-key.ts";
import { problemWithKey, type SshOptions, type SshWayIn } from "../../remote/ssh-connection.ts";
import { readSshSettings } from "../../remote/ssh-settings.ts";
import { usableKeys } from "../../remote/usable-keys.ts";
import { readNamedFile, type StoreVariables, secretOf, variableOf } from "../variables.ts";
import { formatSftpLocation, type SftpPlace } from "./place.ts";

/**
 * Finds how to get at a place: what the variables say counts before the settings of SSH on this machine.
 *
 * `SFTP_KEY_FILE` or `SFTP_PRIVATE_KEY` with `SFTP_PASSPHRASE`, and `SFTP_PASSWORD`, are what to sign in with, else the agent and
 * the keys that `ssh` would take. `SFTP_HOST_KEY` is the host's key, else those of the files of known hosts. `SSH_CONFIG` is a file
 * that is read instead of the usual settings.
 *
 * @throws {BackstayError} STORE_SIGN_IN_MISSING, REMOTE_SIGN_IN_UNUSABLE, SSH_SETTINGS_UNUSABLE, FILE_UNREADABLE, VALUE_INVALID
 */
export async function sshOptionsOf(place: SftpPlace, variables: StoreVariables): Promise<SshOptions> {
  const settings = await readSshSettings(place, {
    configFile: variableOf(variables, "SSH_CONFIG"),
    agent: variables.SSH_AUTH_SOCK || undefined,
  });
  const named = await namedKey(place, variables);
  const password = await secretOf(variables, "SFTP_PASSWORD");
  const ways: SshWayIn[] = named === undefined ? [] : [named];
  if (password !== undefined) ways.push({ kind: "password", password });
  if (ways.length === 0) {
    if (settings.agent !== undefined) ways.push({ kind: "agent", socket: settings.agent });
    ways.push(...(await usableKeys(settings.keyFiles)));
  }
  if (ways.length === 0) {
    const names = ["BACKSTAY_SFTP_KEY_FILE", "BACKSTAY_SFTP_PASSWORD_FILE"];
    throw new BackstayError("STORE_SIGN_IN_MISSING", {
      location: formatSftpLocation(place),
      variables: names,
    });
  }
  const { address, port, user, knownKeys } = settings;
  const signIn = { kind: "any-of", ways } as const;
  return { address, port, user, signIn, pinned: pinnedKey(variables), knownKeys };
}

function pinnedKey(variables: StoreVariables) {
  const text = variableOf(variables, "SFTP_HOST_KEY");
  if (text === undefined) return undefined;
  const key = parseHostKey(text.trim());
  if (key === undefined) throw new BackstayError("VALUE_INVALID", { value: text, expected: "host-key" });
  return key;
}

/** A key that somebody named must be usable; one that `ssh` merely looks for need not even be there. */
async function namedKey(place: SftpPlace, variables: StoreVariables): Promise<SshWayIn | undefined> {
  const path = variableOf(variables, "SFTP_KEY_FILE");
  const privateKey =
    path === undefined ? variableOf(variables, "SFTP_PRIVATE_KEY") : await readNamedFile(path);
  if (privateKey === undefined) return undefined;
  const passphrase = await secretOf(variables, "SFTP_PASSPHRASE");
  const reason = problemWithKey({ privateKey, passphrase });
  if (reason !== undefined)
    throw new BackstayError("REMOTE_SIGN_IN_UNUSABLE", { address: place.host, reason });
  return { kind: "key", privateKey, passphrase };
}
