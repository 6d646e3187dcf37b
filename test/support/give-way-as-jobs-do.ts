import { constants, getPriority, setPriority } from "node:os";

/**
 * Lowers the priority of this process, and of all it starts, to that of jobs. A job that competes with browsers and hosts of higher
 * priority gets a tenth of what each of them does: beside two busy ones a backup of two letters takes half a minute, which is how
 * the processors are shared and says nothing about the job.
 */
export function giveWayAsJobsDo(): void {
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
}
