import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { hashToken, isTokenOf, makeToken } from "./token.ts";

/** What a monitoring system shows to be let in from another computer. */
export type AccessToken = {
  /** @returns a new token; only a hash of it is kept, so it is told this once */
  make(): Promise<string>;
  /** @param header `Authorization` of a request */
  isRight(header: string | undefined): Promise<boolean>;
};

const SECRET_NAME = "console-metrics-token";

export function metricsToken(secrets: SecretStore): AccessToken {
  return {
    async make() {
      const token = makeToken();
      await secrets.set(SECRET_NAME, hashToken(token));
      return token;
    },
    async isRight(header) {
      const [, token] = /^Bearer +([\w-]+)$/i.exec(header ?? "") ?? [];
      const hash = await secrets.get(SECRET_NAME);
      return token !== undefined && hash !== undefined && isTokenOf(hash, token);
    },
  };
}
