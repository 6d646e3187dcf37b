import { arrayWords } from "./storage/array.ts";
import { connectionWords } from "./storage/connection.ts";
import { diskWords } from "./storage/disk.ts";
import { diskListWords } from "./storage/disks.ts";
import { headlineWords } from "./storage/headline.ts";
import { hostFormWords } from "./storage/host-form.ts";
import { hostWords } from "./storage/hosts.ts";
import { savedOutputWords } from "./storage/saved.ts";
import { valueWords } from "./storage/values.ts";

/** The words of the Storage page. Each subject has a file of its own, and its keys stay the ones the pages name. */
export const storage = {
  reading: "Looking at disks and arrays",
  unreadable: "How the disks are cannot be shown.",
  checkNow: "Check now",
  acknowledge: "Acknowledge",
  acknowledged: "Acknowledged {{when}}; silent until it gets worse.",
  forget: "Forget it…",
  forgetTitle: "Forget {{name}}?",
  forgetText: "Its history is deleted, and its alert ends. If it comes back, it begins anew.",
  forgetDeed: "Forget it",
  seen: "Acknowledged",
  finding: {
    unknown: "A reason that this page has no words for: {{code}}.",
    unknownMeans: "Backstay is newer than this page.",
    unknownTodo: "Load the page again.",
  },
  ...hostWords,
  ...headlineWords,
  ...arrayWords,
  ...diskListWords,
  ...diskWords,
  ...connectionWords,
  ...valueWords,
  ...hostFormWords,
  ...savedOutputWords,
} as const;
