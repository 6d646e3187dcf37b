import { EXIT_CODE_HELP } from "./exit-codes.ts";

/** @param examples what is done, and the command that does it */
export function formatExamples(examples: readonly (readonly [what: string, command: string])[]): string {
  const lines = examples.map(([what, command]) => `  # ${what}\n  ${command}`);
  return `\nExamples:\n${lines.join("\n\n")}\n`;
}

export const PROGRAM_EXAMPLES = formatExamples([
  ["Make a repository; its password is asked for", "backstay init --repo /mnt/backup"],
  ["Back up a folder", "backstay backup --repo /mnt/backup ~/Documents"],
  ["See what there is", "backstay snapshots --repo /mnt/backup"],
  [
    "Restore the newest snapshot into another folder",
    "backstay restore --repo /mnt/backup latest --target /tmp/restored",
  ],
]);

const ENVIRONMENT_HELP = `Variables Backstay heeds. What the command line says counts before them.

  BACKSTAY_REPOSITORY             where the repository is (--repo)
  BACKSTAY_REPOSITORY_FILE        file that says where it is (--repository-file)
  BACKSTAY_PASSWORD               its password
  BACKSTAY_PASSWORD_FILE          file that holds it (--password-file)
  BACKSTAY_PASSWORD_COMMAND       program that prints it (--password-command)
  BACKSTAY_FROM_REPOSITORY, ...   the same five for the repository \`init\` takes after (--from-repo, ...)
  BACKSTAY_HOST                   name of the host (--host)
  BACKSTAY_COMPRESSION            auto, off or max (--compression)
  BACKSTAY_CACHE_DIR              where to keep what is known about repositories (--cache-dir)
  BACKSTAY_HOME                   folder for everything Backstay keeps on this computer
  LC_ALL, LC_MESSAGES, LANG       language of messages: Chinese when it begins with zh, otherwise English (--lang)

Each of them but BACKSTAY_HOME may begin with RESTIC_ instead; one that begins with BACKSTAY_ counts before it.
On the command line of a program everybody on the computer can read: no flag takes a password itself.`;

/** What can be read with `backstay help TOPIC`. */
export const HELP_TOPICS: Readonly<Record<string, { readonly summary: string; readonly text: string }>> = {
  "exit-codes": { summary: "what the exit status means", text: EXIT_CODE_HELP },
  environment: { summary: "the variables Backstay heeds", text: ENVIRONMENT_HELP },
};
