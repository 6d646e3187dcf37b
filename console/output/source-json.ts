import type { WireError } from "../../shared/errors.ts";
import { isDatabase, type Source, type SourceDraft } from "../../shared/model/source.ts";
import type { SourceTrial } from "../../shared/model/source-trial.ts";
import type { SshMachine } from "../../shared/model/ssh-machine.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { Language } from "../../shared/words/language.ts";

/** @param plans names of those that save it */
export function sourceJson(source: Source, plans: readonly string[]) {
  const { id, name, kind, icon } = source;
  return { id, name, kind, icon, ...contentJson(source), plans };
}

function contentJson(source: Source) {
  if (isDatabase(source)) {
    const { server, user, tls, caFile, databases, programFolder, silentMinutes, hasPassword } = source;
    const { through } = source;
    return {
      ...(through == null ? {} : { through: machineJson(through) }),
      ...{ server, user, has_password: hasPassword, tls, ca_file: caFile, databases },
      ...{ program_folder: programFolder, silent_minutes: silentMinutes },
    };
  }
  if (source.kind === "command") {
    const { program, fileName, silentMinutes } = source;
    return {
      ...{ program, arguments: source.arguments, file_name: fileName, silent_minutes: silentMinutes },
    };
  }
  if (source.kind === "sftp") {
    const { machine, hostname, paths, excludes, excludeCaches, bytesPerSecond } = source;
    return {
      ...{ machine: machineJson(machine), machine_name: hostname, paths, excludes },
      ...{ exclude_caches: excludeCaches, bytes_per_second: bytesPerSecond },
    };
  }
  const { paths, excludes, excludeCaches, oneFileSystem, asOfOneMoment = false } = source;
  return {
    ...{ paths, excludes, exclude_caches: excludeCaches, one_file_system: oneFileSystem },
    as_of_one_moment: asOfOneMoment,
  };
}

function machineJson({ address, port, user, signIn, hostKey }: SshMachine) {
  return { address, port, user, sign_in: signIn, host_key: hostKey };
}

export function trialJson({ name, kind }: SourceDraft, trial: SourceTrial, language: Language) {
  const wrong = (error: WireError | null) =>
    error === null ? null : { code: error.code, ...describeError(error, language) };
  return {
    ...{ message_type: "source_tried", name, kind, works: works(trial) },
    ...{ server: trial.server, client: trial.client, saves_users: trial.savesUsers },
    ...{ took_ms: trial.tookMs, error: wrong(trial.error) },
    parts: trial.parts.map(({ looseTables, error, ...part }) => ({
      ...part,
      loose_tables: looseTables,
      error: wrong(error),
    })),
  };
}

/** Whether a backup would save all of it, as far as it was tried. What was not tried at all is not known to work. */
export function works({ parts, error }: SourceTrial): boolean {
  const isUntried = parts.length > 0 && parts.every(({ end }) => end === "untried");
  return error === null && !isUntried && parts.every(({ end }) => end !== "bad");
}
