import { ENVIRONMENT_HELP } from "./environment.ts";
import { EXIT_CODE_HELP } from "./exit-codes.ts";
import { formatExamples } from "./help.ts";

export const PROGRAM_EXAMPLES = formatExamples([
  ["Make a repository; its password is asked for", "backstay init --repo /mnt/backup"],
  ["Back up a folder", "backstay backup --repo /mnt/backup ~/Documents"],
  ["See what there is", "backstay snapshots --repo /mnt/backup"],
  [
    "Restore the newest snapshot into another folder",
    "backstay restore --repo /mnt/backup latest --target /tmp/restored",
  ],
]);

/** What can be read with `backstay help TOPIC`. */
export const HELP_TOPICS: Readonly<Record<string, { readonly summary: string; readonly text: string }>> = {
  "exit-codes": { summary: "what the exit status means", text: EXIT_CODE_HELP },
  environment: { summary: "the variables Backstay heeds", text: ENVIRONMENT_HELP },
};
