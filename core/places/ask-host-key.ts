import { BackstayError } from "../../shared/errors.ts";
import type { SftpPlaceSetup } from "../../shared/model/remote-place.ts";
import { connectBySsh } from "../remote/ssh-connection.ts";
import { readSshSettings } from "../remote/ssh-settings.ts";
import { unreachableOf } from "../storage/sftp/protocol.ts";
import { locationOfPlace } from "./place-location.ts";

/**
 * Asks a machine for its key, to be compared by a person, and sends it nothing. It counts for nothing whether `ssh` knows it: what
 * is pinned must not change when somebody edits a file.
 *
 * @throws {BackstayError} always: REMOTE_KEY_UNKNOWN with the key, or STORE_UNREACHABLE, SSH_SETTINGS_UNUSABLE
 */
export async function askHostKey(place: SftpPlaceSetup, signal: AbortSignal): Promise<never> {
  const location = locationOfPlace(place);
  const { port, user } = place;
  const { address, port: realPort } = await readSshSettings(
    { host: place.address, port: port === USUAL_PORT ? undefined : port, user },
    {},
  );
  try {
    const nobody = { kind: "any-of", ways: [] } as const;
    const connection = await connectBySsh(
      { address, port: realPort, user, signIn: nobody, pinned: undefined, knownKeys: [] },
      signal,
    );
    connection.close();
  } catch (error) {
    throw unreachableOf(error, location);
  }
  throw new BackstayError("STORE_UNREACHABLE", { location, reason: "no-ssh" });
}

const USUAL_PORT = 22;
