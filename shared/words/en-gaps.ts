import type { GapWords } from "./finding-words.ts";

/** English words for why something could not be read, and what helps. */
export const enGaps: GapWords = {
  "tool-missing": {
    why: "the program that reads it is not installed",
    todo: "Install smartmontools, or the program its maker gives for the controller.",
  },
  "permission-denied": {
    why: "permission was refused",
    todo: "Let Backstay read it: run it as root or administrator, or allow the command named in its documentation.",
  },
  "timed-out": {
    why: "there was no answer in time",
    todo: "A disk that hangs may be failing. Look whether the system logs errors of it, and check its cable.",
  },
  "output-too-long": {
    why: "the answer was longer than any real one",
    todo: "Run the program by hand and look at what it says.",
  },
  "output-empty": {
    why: "the program said nothing",
    todo: "Run the program by hand as the same user and look at what it says; often a permission is missing.",
  },
  "output-truncated": {
    why: "the answer ends in the middle",
    todo: "Nothing needs to be done if the next reading is whole. If not, run the program by hand.",
  },
  "output-unreadable": {
    why: "the answer is not in a form that Backstay understands",
    todo: "Run the program by hand. If its answer looks right, its version may be too new or too old for Backstay.",
  },
  "output-mixed": {
    why: "it holds what several programs printed, or one in several runs",
    todo: "Save what each of them prints in a file of its own, so that nothing is overlooked.",
  },
  "output-not-json": {
    why: "it is printed for people to read, in a form that changes with each version",
    todo: 'Have it print JSON: smartctl with "--json --xall", storcli and perccli with "J", nvme with "--output-format=json".',
  },
  "version-unknown": {
    why: "the program has a version whose answers Backstay does not know",
    todo: "Update Backstay, or install a version of the program that it knows.",
  },
  "device-not-opened": {
    why: "the device could not be opened",
    todo: "Look whether it is still there and well plugged in, and whether the path is right.",
  },
  "smart-unsupported": {
    why: "it gives no health data this way",
    todo: 'Virtual disks and RAID volumes have none: watch the disks behind them. For a real disk, choose how it is reached, for example "sat": on the disk\'s page, or with "backstay health device-type DISK sat".',
  },
  "smart-disabled": {
    why: "its health monitoring is switched off",
    todo: 'Switch it on with "smartctl --smart=on DEVICE".',
  },
  "counters-missing": {
    why: "there is only its own word that it is well, and no counter behind it",
    todo: 'Read all of it: "smartctl --xall --json DEVICE". Behind an adapter, choose how it is reached, for example "sat": on the disk\'s page, or with "backstay health device-type DISK sat".',
  },
  "bridge-hides-smart": {
    why: "its USB adapter does not pass health data on",
    todo: 'Choose how it is reached, for example "sat" or "usbjmicron", on the disk\'s page or with "backstay health device-type DISK sat". Where none helps, connect the disk directly from time to time.',
  },
  "tool-failed": {
    why: "the program reported an error",
    todo: "Run the program by hand and look at what it says.",
  },
  "host-silent": {
    why: "the computer it is in does not answer",
    todo: "Look whether the computer is switched on and can be reached over the network.",
  },
  "not-shown": {
    why: "the box does not show it over SNMP",
    todo: "Allow the SNMP account to read everything, and update the box's firmware if it is old.",
  },
  "container-not-judged": {
    why: "it only holds other arrays, and has no state of its own",
    todo: "Nothing needs to be done: the arrays in it are judged one by one.",
  },
};
