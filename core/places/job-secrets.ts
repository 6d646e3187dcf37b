/** How jobs and readers, which run in processes of their own, get what a place is signed in to with: in their first message. */
import { z } from "zod";
import type { BackstayError } from "../../shared/errors.ts";
import { isLocal, openStore } from "../storage/open-store.ts";
import type { Pace } from "../storage/pace.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";

/** Variables as they cross to another process. */
export const SentVariables = z.record(z.string(), z.string());
export type SentVariables = z.infer<typeof SentVariables>;

/** @returns those that are set */
export function sentVariables(variables: StoreVariables): SentVariables {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** One place among the secrets of a job; nothing for a folder of this machine. */
export function secretsOfLocation(location: string, variables: StoreVariables): Record<string, string> {
  if (isLocal(location)) return {};
  return { [secretName(location)]: JSON.stringify(sentVariables(variables)) };
}

/**
 * The store of a place that a job works on; it touches nothing yet.
 *
 * @param secrets of the job
 * @param onOutage told when its machine went away, and is waited for
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function openWithSecrets(
  location: string,
  secrets: Readonly<Record<string, string>>,
  onOutage?: (error: BackstayError) => void,
  pace?: Pace,
): Store {
  return openStore(location, variablesAmong(location, secrets), onOutage, pace);
}

/** What is said of one place among the secrets of a job; nothing of a folder of this machine. */
export function variablesAmong(location: string, secrets: Readonly<Record<string, string>>): SentVariables {
  const text = secrets[secretName(location)];
  return text === undefined ? {} : SentVariables.parse(JSON.parse(text));
}

function secretName(location: string): string {
  return `place:${location}`;
}
