/** Branches of the tree of object identifiers that are walked for a box, each telling of its disks, arrays and parts. */
export const WALKED_BRANCHES = {
  synology: ["1.3.6.1.4.1.6574.1", "1.3.6.1.4.1.6574.2", "1.3.6.1.4.1.6574.3"],
  qnap: ["1.3.6.1.4.1.24681.1.2", "1.3.6.1.4.1.24681.1.4", "1.3.6.1.4.1.55062.2"],
  truenas: ["1.3.6.1.4.1.50536.1"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
