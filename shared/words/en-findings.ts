import { enArrayFindings } from "./en-array-findings.ts";
import { enControllerFindings } from "./en-controller-findings.ts";
import { enDiskFindings } from "./en-disk-findings.ts";
import type { FindingWords } from "./finding-words.ts";

/** English words for the reasons of verdicts on disks, arrays and controllers. */
export const enFindings: FindingWords = { ...enDiskFindings, ...enArrayFindings, ...enControllerFindings };
