/** Why people could not be told. The words are in `shared/words`, the facts in what the other side answered. */
export const DELIVERY_PROBLEMS = [
  /** No such name, nobody listens, no way there. */
  "unreachable",
  "timed-out",
  /** The other side hung up in the middle. */
  "cut-off",
  /** Its certificate is not one this computer trusts, or no encryption could be agreed on. */
  "certificate",
  /** It offers no encryption, and a password would have crossed the network for all to read. */
  "no-encryption",
  "sign-in",
  /** It understood and said no. */
  "refused",
  /** It has a problem of its own, or was asked too often. */
  "busy",
  /** It points to another host, where nobody agreed to send anything. */
  "redirected",
  "address",
  /** What it needs is not in the key store. */
  "secret-missing",
  "program-missing",
  "program-failed",
  /** Backstay's own mistake. */
  "internal",
] as const;
export type DeliveryProblem = (typeof DELIVERY_PROBLEMS)[number];
