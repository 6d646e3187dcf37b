import type { FindingWords } from "./finding-words.ts";
import { zhArrayFindings } from "./zh-array-findings.ts";
import { zhControllerFindings } from "./zh-controller-findings.ts";
import { zhDiskFindings } from "./zh-disk-findings.ts";

/** Chinese words for the reasons of verdicts on disks, arrays and controllers. */
export const zhFindings: FindingWords = { ...zhDiskFindings, ...zhArrayFindings, ...zhControllerFindings };
