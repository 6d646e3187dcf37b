import { startThread, type Thread } from "../threads/thread.ts";
import { workerUrl } from "../threads/worker-url.ts";
import type { BackupThreadData, FromBackupThread, ToBackupThread } from "./messages.ts";

/** Batches a thread may hold at once: while one waits for the coordinator's word, the next is read. */
export const READ_AREAS = 2;
/** Scans given to one thread at once; more would make files wait behind folders. */
const SCANS_AT_ONCE = 2;

/** One of the threads, and how busy it is. */
export type Member = {
  readonly number: number;
  readonly thread: Thread<ToBackupThread>;
  freeAreas: number;
  freeScans: number;
};

/** The fixed set of threads of one backup. */
export type ThreadTeam = {
  readonly members: readonly Member[];
  /** The least busy member with a free area; the first of several, so that little work makes few packs. */
  memberForBatch(): Member | undefined;
  memberForScan(): Member | undefined;
  isReading(): boolean;
  stop(): Promise<void>;
};

export function startTeam(
  size: number,
  data: BackupThreadData,
  onMessage: (member: Member, message: FromBackupThread) => void,
  onFailure: (error: unknown) => void,
): ThreadTeam {
  const members = Array.from({ length: size }, (_, number) => {
    const thread = startThread<ToBackupThread, FromBackupThread>(
      workerUrl(import.meta.url, "./backup-thread"),
      data,
      {
        onMessage: (message) => onMessage(member, message),
        onFailure,
      },
    );
    const member: Member = { number, thread, freeAreas: READ_AREAS, freeScans: SCANS_AT_ONCE };
    return member;
  });
  return {
    members,
    memberForBatch: () => leastBusy(members, (member) => member.freeAreas),
    memberForScan: () => leastBusy(members, (member) => member.freeScans),
    isReading: () => members.some((member) => member.freeAreas < READ_AREAS),
    async stop() {
      await Promise.all(members.map((member) => member.thread.stop()));
    },
  };
}

function leastBusy(members: readonly Member[], free: (member: Member) => number): Member | undefined {
  let best: Member | undefined;
  for (const member of members) {
    if (free(member) > (best === undefined ? 0 : free(best))) best = member;
  }
  return best;
}
