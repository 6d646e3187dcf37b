/**
 * How ready a repository is for a failover (R) and for a restore (B), from 0 to 1. Evidence, each from 0 to 1, is weighed and summed to
 * `x`; the score is the logistic function 1 / (1 + e^(−a(x − b))) of it. What is not known counts as nothing, never as good.
 */

/** `steepness` is a, `middle` is b: at x = b the score is one half. */
export type Logistic = { readonly steepness: number; readonly middle: number };

/** x runs from 0 to 1: no evidence at all gives 0.02, all of it 0.98; with half of the weight it is one half. */
export const READINESS_LOGISTIC: Logistic = { steepness: 8, middle: 0.5 };

/** Parts of one; each in the order of what is lost without it. */
export const FAILOVER_WEIGHTS = { copies: 0.35, freshness: 0.25, verified: 0.2, drill: 0.2 } as const;
export const BACKUP_WEIGHTS = { copies: 0.35, freshness: 0.3, verified: 0.2, drill: 0.15 } as const;
export type EvidenceKind = keyof typeof FAILOVER_WEIGHTS;

/** What is known; null is unknown. */
export type ReadinessFacts = {
  /** For R the standbys that are well, for B all replicas that are. */
  readonly healthyCopies: number | null;
  /** For R the lag of the freshest standby, for B the age of the oldest source's newest good snapshot. */
  readonly behindMs: number | null;
  /** What may be lost: a lag as long as this counts one half, twice as long one quarter. */
  readonly goalMs: number;
  /** Of the data, read and proved within the last 90 days; from 0 to 1. */
  readonly verifiedShare: number | null;
  /** The last drill, of failover for R and of a restore for B. */
  readonly drill: { readonly passed: boolean; readonly ageMs: number } | null;
};

export type Contribution = {
  readonly kind: EvidenceKind;
  /** From 0 to 1; null is unknown and counts as 0. */
  readonly value: number | null;
  readonly weight: number;
  /** Its part of x. */
  readonly adds: number;
  /** What the score would be if this were perfect and the rest as it is. */
  readonly scoreIfPerfect: number;
};
export type Readiness = {
  readonly score: number;
  readonly x: number;
  readonly logistic: Logistic;
  readonly contributions: readonly Contribution[];
};

/** R: whether another replica could take over now. */
export function readinessForFailover(facts: ReadinessFacts, logistic = READINESS_LOGISTIC): Readiness {
  // one standby is what a failover needs; a second one covers its loss
  const copies = facts.healthyCopies === null ? null : fromSteps(facts.healthyCopies, [0, 0.85, 1]);
  return weigh({ ...valuesOf(facts), copies }, FAILOVER_WEIGHTS, logistic);
}

/** B: whether everything could be restored now. */
export function readinessOfBackup(facts: ReadinessFacts, logistic = READINESS_LOGISTIC): Readiness {
  const copies = facts.healthyCopies === null ? null : fromSteps(facts.healthyCopies, [0, 0.5, 0.9, 1]);
  return weigh({ ...valuesOf(facts), copies }, BACKUP_WEIGHTS, logistic);
}

type Values = Readonly<Record<EvidenceKind, number | null>>;

/** A drill loses half of its worth in this time. */
const DRILL_HALF_LIFE_MS = 90 * 24 * 3_600_000;

function valuesOf({ behindMs, goalMs, verifiedShare, drill }: ReadinessFacts): Omit<Values, "copies"> {
  return {
    freshness: behindMs === null ? null : halved(behindMs, goalMs),
    verified: verifiedShare === null ? null : Math.min(1, Math.max(0, verifiedShare)),
    drill: drill === null ? null : drill.passed ? halved(drill.ageMs, DRILL_HALF_LIFE_MS) : 0,
  };
}

/** 1 at once, one half after `halfMs`. A time that lies in the future says nothing. */
function halved(ms: number, halfMs: number): number | null {
  return ms < 0 ? null : 2 ** (-ms / halfMs);
}

function fromSteps(count: number, steps: readonly number[]): number {
  return steps[Math.min(count, steps.length - 1)] ?? 0;
}

function weigh(
  values: Values,
  weights: Readonly<Record<EvidenceKind, number>>,
  logistic: Logistic,
): Readiness {
  const kinds = Object.keys(weights) as EvidenceKind[];
  const x = kinds.reduce((sum, kind) => sum + weights[kind] * (values[kind] ?? 0), 0);
  const contributions = kinds.map((kind): Contribution => {
    const weight = weights[kind];
    const value = values[kind];
    const adds = weight * (value ?? 0);
    return { kind, value, weight, adds, scoreIfPerfect: scoreAt(x - adds + weight, logistic) };
  });
  return { score: scoreAt(x, logistic), x, logistic, contributions };
}

function scoreAt(x: number, { steepness, middle }: Logistic): number {
  return 1 / (1 + Math.exp(-steepness * (x - middle)));
}
