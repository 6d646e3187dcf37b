/** What the package systeminformation is asked for: the parts of it that change nothing and wake no disk. */

/**
 * `disks` may be asked on a Mac only, and where smartctl is missing: elsewhere the package runs `smartctl -a`, which wakes disks.
 * `drives` tells drives of this machine from those on other machines, on Windows.
 */
export const SYSTEM_PARTS = ["disks", "volumes", "drives", "machine", "temperature"] as const;
export type SystemPart = (typeof SYSTEM_PARTS)[number];

/** What the thread answers: JSON of an object with each part that was asked for, null where it could not be read. */
export type SystemAnswer = { readonly text: string };
