import type { Clock } from "../../core/clock.ts";
import { hashToken, isTokenOf, makeToken } from "./token.ts";

/** The links that sign a person in once. They are not kept over a restart. */
export type SignInLinks = {
  /** @returns the token for a new link */
  make(): { readonly token: string; readonly untilMs: number };
  /** True for the token of a link that was not used and is not too old; it is worth nothing from then on. */
  use(token: string): boolean;
};

export const LINK_LASTS_MS = 10 * 60_000;
/** By so little a clock is corrected while it runs. */
const CLOCK_SLACK_MS = 60_000;
/** Whoever asks for more has lost the first ones. */
const MAX_LINKS = 10;

export function createSignInLinks(clock: Clock): SignInLinks {
  let links: readonly { readonly hash: string; readonly untilMs: number }[] = [];
  const stillGood = () => {
    const nowMs = clock.nowMs();
    // the second: a clock that was set back would let a link live longer
    return links.filter(
      ({ untilMs }) => nowMs < untilMs && untilMs - nowMs <= LINK_LASTS_MS + CLOCK_SLACK_MS,
    );
  };
  return {
    make() {
      const token = makeToken();
      const untilMs = clock.nowMs() + LINK_LASTS_MS;
      links = [...stillGood(), { hash: hashToken(token), untilMs }].slice(-MAX_LINKS);
      return { token, untilMs };
    },
    use(token) {
      links = stillGood();
      const found = links.filter(({ hash }) => isTokenOf(hash, token));
      links = links.filter((link) => !found.includes(link));
      return found.length > 0;
    },
  };
}
