import type { ArrayVerdict, DiskVerdict } from "../../../../shared/model/health-verdict.ts";
import type { ArrayView, ControllerView, DiskView } from "../../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { shortDiskName } from "../../../../shared/short-disk-name.ts";
import type { VerdictName } from "../../../components/verdict.tsx";
import { type Plight, plightOf } from "./array-plight.ts";
import { SHAPE_OF } from "./verdict-look.ts";

type Thing = "disk" | "array" | "controller";
type Verdict = DiskVerdict | ArrayVerdict;

/** Something to say of a host; the words are made from it. */
export type HostPhrase =
  | { readonly kind: "not-read" }
  | { readonly kind: "silent" }
  | { readonly kind: "stale" }
  /** Nothing on it could be judged. */
  | { readonly kind: "nothing" }
  | {
      readonly kind: "trouble";
      readonly thing: Thing;
      readonly verdict: Verdict;
      /** Of an array that is degraded or being rebuilt: what that means for it. */
      readonly plight?: Plight;
      readonly names: readonly string[];
    }
  | { readonly kind: "others"; readonly count: number }
  /** `areAll`: none of its disks is asleep. */
  | { readonly kind: "fine"; readonly disks: number; readonly areAll: boolean; readonly arrays: number }
  /** There is nothing else to say of it. */
  | { readonly kind: "asleep" }
  /** All that is wrong has been seen by somebody. */
  | { readonly kind: "acknowledged"; readonly count: number };

export type HostHeadline = { readonly verdict: VerdictName; readonly phrases: readonly HostPhrase[] };

type OnHost = {
  readonly disks: readonly DiskView[];
  readonly arrays: readonly ArrayView[];
  readonly controllers: readonly ControllerView[];
};

/** What is said first. Failed things come before failing ones, and of these what hides most. */
const ORDER: readonly (readonly [Verdict, readonly Thing[]])[] = [
  ["failed", ["array", "disk", "controller"]],
  ["degraded", ["array"]],
  ["failing", ["disk", "controller"]],
  ["rebuilding", ["array"]],
  ["warning", ["array", "disk", "controller"]],
  ["unknown", ["array", "disk", "controller"]],
];
/** The worst first. */
const PLIGHTS: readonly Plight[] = ["lost", "reduced", "waiting", "under-way"];
/** More than two sentences nobody reads. */
const AT_MOST = 2;

/** Short ones of disks where that is enough to tell them apart. */
function namesOf(
  things: readonly { readonly id: string; readonly name: string }[],
  disks: readonly DiskView[],
): readonly string[] {
  const shorts = new Map(
    disks.map(({ id, name, identity, place }) => [id as string, shortDiskName(name, identity, place)?.model]),
  );
  const all = [...shorts.values()];
  return things.map(({ id, name }) => {
    const short = shorts.get(id);
    return short !== undefined && all.filter((other) => other === short).length === 1 ? short : name;
  });
}

/** How a host is, the worst first: two things, the rest counted. What is acknowledged does not count. */
export function hostHeadline(host: WatchedHost, on: OnHost): HostHeadline {
  if (host.state === "not-read") return { verdict: "info", phrases: [{ kind: "not-read" }] };
  if (host.state === "silent") return { verdict: "unknown", phrases: [{ kind: "silent" }] };
  if (host.isStale) return { verdict: "unknown", phrases: [{ kind: "stale" }] };
  const things = [
    ...on.arrays.map((one) => ({ ...one, thing: "array" as const })),
    ...on.disks.map((one) => ({ ...one, thing: "disk" as const })),
    ...on.controllers.map((one) => ({ ...one, thing: "controller" as const })),
  ];
  const loud = things.filter(({ acknowledgedMs }) => acknowledgedMs === null);
  const troubles = ORDER.flatMap(([verdict, kinds]) =>
    kinds.flatMap((thing) => {
      const those = loud.filter((one) => one.thing === thing && one.verdict === verdict);
      const named = (list: typeof those) => namesOf(list, on.disks);
      const phrase = { kind: "trouble" as const, thing, verdict };
      if (thing !== "array" || (verdict !== "degraded" && verdict !== "rebuilding"))
        return those.length === 0 ? [] : [{ ...phrase, names: named(those) }];
      return PLIGHTS.flatMap((plight) => {
        const alike = those.filter((one) => plightOf(one) === plight);
        return alike.length === 0 ? [] : [{ ...phrase, plight, names: named(alike) }];
      });
    }),
  );
  const worst = troubles[0];
  if (worst !== undefined) {
    const others = troubles.slice(AT_MOST).reduce((sum, { names }) => sum + names.length, 0);
    return {
      verdict: SHAPE_OF[worst.verdict],
      phrases: [
        ...troubles.slice(0, AT_MOST),
        ...(others > 0 ? [{ kind: "others" as const, count: others }] : []),
      ],
    };
  }
  if (things.length === 0) return { verdict: "unknown", phrases: [{ kind: "nothing" }] };
  const seen = things.length - loud.length;
  if (seen > 0) return { verdict: "info", phrases: [{ kind: "acknowledged", count: seen }] };
  const fine = on.disks.filter(({ verdict }) => verdict === "ok").length;
  const asleep = on.disks.filter(({ verdict }) => verdict === "asleep").length;
  if (fine === 0 && asleep > 0 && on.arrays.length === 0)
    return { verdict: "asleep", phrases: [{ kind: "asleep" }] };
  return {
    verdict: "ok",
    phrases: [{ kind: "fine", disks: fine, areAll: asleep === 0, arrays: on.arrays.length }],
  };
}
