import { BackstayError } from "../../../shared/errors.ts";
import type { WatchedHostDraft } from "../../../shared/model/watched-host.ts";

/** A host that let all the time pass that a round may take. */
export function silentHost({ name, setup }: WatchedHostDraft): BackstayError {
  if (setup.kind === "snmp") {
    const { address, signIn } = setup;
    return new BackstayError("SNMP_SILENT", { address, version: signIn.version, reason: "timed-out" });
  }
  const address = setup.kind === "local" ? name : setup.address;
  return new BackstayError("REMOTE_SILENT", { address, reason: "timed-out" });
}
