/** Boxes made by hand after the makers' documentation: nobody has given a walk of one that may be kept here. */

/** By object identifier below 1.3.6.1.4.1; numbers beyond 32 bits as digits with an `n` behind. */
export type BoxWalk = Readonly<Record<string, number | string>>;

export const synologyBox = (changes: BoxWalk = {}): BoxWalk => ({
  "6574.1.1.0": 1,
  "6574.1.2.0": 41,
  "6574.1.3.0": 1,
  "6574.1.4.1.0": 1,
  "6574.1.5.1.0": "DS920+",
  "6574.1.5.2.0": "2040SBRB12345",
  "6574.2.1.1.2.0": "Disk 1",
  "6574.2.1.1.2.1": "Disk 2",
  "6574.2.1.1.3.0": "MAKER HDD",
  "6574.2.1.1.3.1": "MAKER HDD",
  "6574.2.1.1.5.0": 1,
  "6574.2.1.1.5.1": 1,
  "6574.2.1.1.6.0": 33,
  "6574.2.1.1.6.1": 34,
  "6574.2.1.1.9.0": 0,
  "6574.2.1.1.9.1": 0,
  "6574.2.1.1.13.0": 1,
  "6574.2.1.1.13.1": 1,
  "6574.3.1.1.2.0": "Volume 1",
  "6574.3.1.1.2.1": "Storage Pool 1",
  "6574.3.1.1.3.0": 1,
  "6574.3.1.1.3.1": 1,
  "6574.3.1.1.4.0": 1_000_000,
  "6574.3.1.1.4.1": 0,
  "6574.3.1.1.5.0": 4_000_000,
  "6574.3.1.1.5.1": 4_000_000,
  ...changes,
});

export const qnapBox = (changes: BoxWalk = {}): BoxWalk => ({
  "24681.1.2.11.1.2.1": "HDD1",
  "24681.1.2.11.1.2.2": "HDD2",
  "24681.1.2.11.1.3.1": "35 C/95 F",
  "24681.1.2.11.1.3.2": "-- C/-- F",
  "24681.1.2.11.1.4.1": 0,
  "24681.1.2.11.1.4.2": -5,
  "24681.1.2.11.1.5.1": "MAKER HDD",
  "24681.1.2.11.1.5.2": "--",
  "24681.1.2.11.1.7.1": "GOOD",
  "24681.1.2.11.1.7.2": "--",
  "24681.1.2.17.1.2.1": "[Volume DataVol1, Pool 1]",
  "24681.1.2.17.1.6.1": "Ready",
  ...changes,
});

export const truenasBox = (changes: BoxWalk = {}): BoxWalk => ({
  "50536.1.1.1.1.2.1": "tank",
  "50536.1.1.1.1.3.1": "ONLINE",
  "50536.1.1.1.1.7.1": 55,
  ...changes,
});

/** As an agent serves it. */
export function belowEnterprises(box: BoxWalk): BoxWalk {
  return Object.fromEntries(Object.entries(box).map(([oid, value]) => [`1.3.6.1.4.1.${oid}`, value]));
}
