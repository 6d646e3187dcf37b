import { failoverStanding } from "../../shared/failover-standing.ts";
import { printable } from "../../shared/format/printable.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { Language } from "../../shared/words/language.ts";
import { desktopWords } from "../words/choose-words.ts";

export type MovedSentences = {
  /** Backups have nowhere to go, and nothing takes over. */
  readonly stuck: readonly string[];
  /** Somebody may want to look: a place is in trouble, backups go elsewhere than usual because of that, or wait for a word to go back. */
  readonly concerns: readonly string[];
  /** What is being done. */
  readonly moving: readonly string[];
  /** Backups go elsewhere than usual, as was wanted, or until the usual place has caught up. */
  readonly quiet: readonly string[];
};

/** What is to be said of repositories whose backups do not go where they usually do. */
export function movedSentences(
  views: readonly FailoverView[],
  nowMs: number,
  language: Language,
): MovedSentences {
  const { status } = desktopWords(language);
  const said = { stuck: [], concerns: [], moving: [], quiet: [] } as Record<keyof MovedSentences, string[]>;
  for (const view of views) {
    const place = (id: string) => printable(view.replicas.find((replica) => replica.id === id)?.name ?? "");
    const [name, active] = [printable(view.name), place(view.activeId)];
    switch (failoverStanding(view, nowMs).kind) {
      case "stuck":
        said.stuck.push(status.noneTakesOver(name));
        break;
      case "suspect":
        said.concerns.push(status.inTrouble(name, active));
        break;
      case "away":
        said.concerns.push(status.onStandby(name, active));
        break;
      case "waits-for-person":
        said.concerns.push(status.mayGoBack(name, place(view.usualId)));
        break;
      case "moving":
        said.moving.push(status.moving(name));
        break;
      case "mending":
        if (view.activeId !== view.usualId) said.quiet.push(status.onStandby(name, active));
        break;
      case "recovering":
      case "moved":
        said.quiet.push(status.onStandby(name, active));
        break;
    }
  }
  return said;
}
