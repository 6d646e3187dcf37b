import type { QuestionKind, Questions } from "./messages.ts";
import type { RestoreTeam } from "./thread-team.ts";

/** Kinds of questions that are a list, and are answered by one. */
type ListKind = {
  [K in QuestionKind]: Questions[K]["ask"] extends readonly unknown[] ? K : never;
}[QuestionKind];
type Item<K extends ListKind> = Questions[K]["ask"][number];
type Answer<K extends ListKind> = Questions[K]["answer"][number];

const ITEMS_PER_QUESTION = 128;

/** Asks about many things, spread over the threads; each is told its answer. */
export async function askInGroups<K extends ListKind, T>(
  team: RestoreTeam,
  kind: K,
  things: readonly T[],
  toItem: (thing: T) => Item<K>,
  onAnswer: (thing: T, answer: Answer<K>) => void,
): Promise<void> {
  const groups: T[][] = [];
  for (let n = 0; n < things.length; n += ITEMS_PER_QUESTION) {
    groups.push(things.slice(n, n + ITEMS_PER_QUESTION));
  }
  await Promise.all(
    groups.map(async (group) => {
      const answers = await team.ask(kind, group.map(toItem) as Questions[K]["ask"]);
      for (const [n, thing] of group.entries()) {
        const answer = answers[n as keyof typeof answers] as Answer<K> | undefined;
        if (answer === undefined) throw new Error("a thread left a question unanswered");
        onAnswer(thing, answer);
      }
    }),
  );
}
