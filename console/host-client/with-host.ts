import { homedir } from "node:os";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { dataFolder } from "../../core/platform/folders.ts";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import type { Environment } from "../environment.ts";

/** The data folder that a command line means. */
export function dataFolderOf(env: Environment): string {
  return dataFolder({ env, platform: process.platform, home: env.HOME || homedir() });
}

/**
 * Connects to the host that uses the data folder.
 * @returns undefined when none runs. @throws {BackstayError} HOST_OF_OTHER_USER when one may run and is another user's
 */
export async function findHost(env: Environment): Promise<HostConnection | undefined> {
  const folder = dataFolderOf(env);
  try {
    return await connectToHost(folder);
  } catch (error) {
    const systemCode = systemCodeOf(error);
    if (systemCode === undefined) throw error;
    throw new BackstayError("HOST_OF_OTHER_USER", { folder, systemCode }, { cause: error });
  }
}

/**
 * Runs work with the host that uses the data folder.
 * @throws {BackstayError} HOST_NOT_RUNNING; HOST_UNREACHABLE when it ends meanwhile
 */
export async function withHost<T>(
  { env }: Pick<CommandContext, "env">,
  work: (host: HostConnection) => Promise<T>,
): Promise<T> {
  const host = await findHost(env);
  if (host === undefined) throw new BackstayError("HOST_NOT_RUNNING", { folder: dataFolderOf(env) });
  try {
    return await work(host);
  } finally {
    host.close();
  }
}
