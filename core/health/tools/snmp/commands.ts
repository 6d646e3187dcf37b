/** Where the tables are that the parsers read: a box has far more to tell, and takes its time for it. */
export const WALKED_BRANCHES = {
  synology: ["1.3.6.1.4.1.6574.1", "1.3.6.1.4.1.6574.2", "1.3.6.1.4.1.6574.3"],
  qnap: [
    "1.3.6.1.4.1.24681.1.2.11",
    "1.3.6.1.4.1.24681.1.2.17",
    "1.3.6.1.4.1.24681.1.4.1.1.1.1.5.2",
    "1.3.6.1.4.1.24681.1.4.1.1.1.2.1.2",
    "1.3.6.1.4.1.24681.1.4.1.1.1.2.3.2",
    "1.3.6.1.4.1.55062.2.10.2",
  ],
  truenas: ["1.3.6.1.4.1.50536.1.1"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The maker's own branches, by which a box is known: what it calls itself is often the name of the program that answers. */
export const BOX_BRANCHES = {
  synology: ["1.3.6.1.4.1.6574"],
  qnap: ["1.3.6.1.4.1.24681", "1.3.6.1.4.1.55062"],
  truenas: ["1.3.6.1.4.1.50536"],
} as const satisfies Readonly<Record<keyof typeof WALKED_BRANCHES, readonly string[]>>;
