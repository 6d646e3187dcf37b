import type { MachineFiles } from "./machine-files.ts";

/** Names of a machine's users and groups, each asked for once. */
export type MachineAccounts = {
  /** Asks for those that are new. To be awaited before their names are wanted. */
  learn(users: Iterable<number>, groups: Iterable<number>): Promise<void>;
  /** Empty where the machine does not tell, or has none. */
  userName(uid: number): string;
  groupName(gid: number): string;
};

export function createMachineAccounts(files: Pick<MachineFiles, "namesOf">): MachineAccounts {
  const users = new Map<number, string>();
  const groups = new Map<number, string>();
  return {
    async learn(uids, gids) {
      const newUsers = [...new Set(uids)].filter((uid) => !users.has(uid));
      const newGroups = [...new Set(gids)].filter((gid) => !groups.has(gid));
      if (newUsers.length === 0 && newGroups.length === 0) return;
      const found = await files.namesOf(newUsers, newGroups);
      for (const [n, uid] of newUsers.entries()) users.set(uid, found?.users[n] ?? "");
      for (const [n, gid] of newGroups.entries()) groups.set(gid, found?.groups[n] ?? "");
    },
    userName: (uid) => users.get(uid) ?? "",
    groupName: (gid) => groups.get(gid) ?? "",
  };
}
