/** Where on the Restore page one is: all of it stands in the address, so that links, reload and Back work. */
import { z } from "zod";
import { SEARCH_KINDS } from "../../../../shared/model/file-kinds.ts";
import {
  JobIdText,
  RepositoryIdText,
  SeriesIdText,
  SnapshotIdText,
  TreePath,
} from "../../../../shared/model/primitives.ts";
import { SINCE } from "./search-since.ts";

export const MODES = ["time", "search", "compare"] as const;
export type RestoreMode = (typeof MODES)[number];
export const SORT_COLUMNS = ["name", "size", "modified"] as const;

const isOn = z.literal("1").transform(() => true);

/** What cannot be understood is left out, as if it had not been given. */
const fields = {
  mode: z.enum(MODES),
  repository: RepositoryIdText,
  series: SeriesIdText,
  /** Null in the address's absence: the newest. */
  snapshot: SnapshotIdText,
  path: TreePath,
  /** The entry whose versions and preview are shown. */
  shown: TreePath,
  sort: z.enum(SORT_COLUMNS),
  descending: isOn,
  onlyDifferent: isOn,
  text: z.string().max(255),
  onlyGone: isOn,
  kind: z.enum(SEARCH_KINDS),
  since: z.enum(SINCE),
  /** Search in all series of the repository. */
  everywhere: isOn,
  /** The other snapshot of a comparison. */
  other: SnapshotIdText,
  /** A restore whose end has not been seen. */
  job: JobIdText,
} as const;

type Fields = typeof fields;
export type RestorePlace = { readonly [K in keyof Fields]: z.output<Fields[K]> | null };

export function parsePlace(parameters: URLSearchParams): RestorePlace {
  const place: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(fields)) {
    const text = parameters.get(name);
    const parsed = text === null ? undefined : schema.safeParse(text);
    place[name] = parsed?.success ? parsed.data : null;
  }
  return place as RestorePlace; // each field went through its own schema
}

export function formatPlace(place: RestorePlace): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(place)) {
    if (value === null || value === false || value === "") continue;
    parameters.set(name, value === true ? "1" : String(value));
  }
  return parameters;
}

/** What a change leaves standing: another repository has other series, another series other snapshots and folders. */
export function movePlace(place: RestorePlace, change: Partial<RestorePlace>): RestorePlace {
  const moved: RestorePlace = { ...place, ...change };
  const forgets = (names: readonly (keyof RestorePlace)[]) =>
    Object.fromEntries(names.filter((name) => !(name in change)).map((name) => [name, null]));
  if (moved.repository !== place.repository)
    return { ...moved, ...forgets(["series", "snapshot", "path", "shown", "other"]) };
  if (moved.series !== place.series) return { ...moved, ...forgets(["snapshot", "path", "shown", "other"]) };
  if (moved.path !== place.path) return { ...moved, ...forgets(["shown"]) };
  return moved;
}
