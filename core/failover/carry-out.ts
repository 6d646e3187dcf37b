import type { ReplicaId } from "../../shared/ids.ts";
import type { FailoverPorts } from "./ports.ts";
import { isBrokenTree, isDamage } from "./replicate/damage.ts";
import { type Command, type CommandResult, LOST, OUTRANKED } from "./state/command.ts";

/** Has one command done. */
export async function carryOut(
  command: Command,
  ports: FailoverPorts,
  signal: AbortSignal,
): Promise<CommandResult> {
  switch (command.kind) {
    case "fence":
      return { outcome: "done", jobIds: await ports.fence(command.replicaId, signal) };
    case "unfence":
      await ports.unfence(command.replicaId, signal);
      break;
    case "verify":
      return await verify(command.replicaId, ports, signal);
    case "mend":
      if ((await ports.mend(command.replicaId, signal)) === "vain")
        return { outcome: "failed", detail: LOST };
      break;
    case "reconcile":
      await ports.reconcile(command.replicaIds, signal);
      break;
    case "write-manifest": {
      const { epoch, activeId, homeId } = command;
      const outcome = await ports.writeManifest({ epoch, activeId, homeId }, signal);
      return outcome === "written" ? { outcome: "done" } : { outcome: "failed", detail: OUTRANKED };
    }
    case "switch-active":
      await ports.switchActive(command.replicaId, command.epoch, signal);
      break;
    case "restart-jobs":
      await ports.restartJobs(command.replicaId, signal);
      break;
    case "replicate":
      await ports.replicate(command.fromId, command.toId, signal);
      break;
    case "notify":
      await ports.notify(command.notice, command.id, signal);
  }
  return { outcome: "done" };
}

async function verify(
  replicaId: ReplicaId,
  ports: Pick<FailoverPorts, "verify">,
  signal: AbortSignal,
): Promise<CommandResult> {
  try {
    await ports.verify(replicaId, signal);
    return { outcome: "done" };
  } catch (error) {
    if (signal.aborted || !(isDamage(error) || isBrokenTree(error))) throw error;
    return { outcome: "failed", detail: error.code, isDamage: true };
  }
}
