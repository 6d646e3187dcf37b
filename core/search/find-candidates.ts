import type Database from "better-sqlite3";
import type { SeriesId } from "../../shared/ids.ts";
import { FILE_KINDS, type SearchKind } from "../../shared/model/file-kinds.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { FILE, FOLDER } from "./entry-types.ts";
import { foldText, gramQuery, wordsOf } from "./fold-name.ts";

/** A path whose name holds what was searched for. */
export type Candidate = {
  readonly path: number;
  readonly parent: number;
  readonly series: number;
  readonly seriesId: SeriesId;
  readonly raw: RawPath;
};

export type CandidateQuery = {
  readonly text: string;
  /** Null for all. */
  readonly series: number | null;
  /** Only what the newest snapshot of its series has no more. */
  readonly onlyGone: boolean;
  /** Null for everything. */
  readonly kind: SearchKind | null;
  /** When its newest version was modified, at the earliest; null for ever. */
  readonly changedSinceMs: number | null;
  readonly limit: number;
};

/**
 * So many names are looked at more closely, the newest of them; of what fits so many nobody looks through the rest, and a longer search
 * finds it.
 */
const MAX_NAMES = 10_000;
/** Where most of them may be left out again: of another series, still there, of another type or older. */
const MAX_FILTERED_NAMES = 100_000;
const MAX_WORDS = 20;

/**
 * Makes the question for names. The best come first: the whole name, then names that begin so, then the others; among those of a
 * kind, what is still there, and the newer before the older.
 */
export function createFindCandidates(
  database: Database.Database,
): (query: CandidateQuery) => readonly Candidate[] {
  const statements = new Map<string, Database.Statement<unknown[], Candidate>>();

  function statementFor(
    words: number,
    hasGrams: boolean,
    kind: SearchKind | null,
  ): Database.Statement<unknown[], Candidate> {
    const key = `${words} ${hasGrams} ${kind}`;
    const known = statements.get(key);
    if (known !== undefined) return known;
    const holdsWords = Array.from({ length: words }, (_, n) => `instr(folded, @word${n})`).join(" AND ");
    const isInGrams = hasGrams
      ? "number IN (SELECT rowid FROM name_grams WHERE name_grams MATCH @grams) AND"
      : "";
    const statement = database.prepare<unknown[], Candidate>(`
      WITH hit (name, raw, rank) AS MATERIALIZED (
        SELECT number, raw,
          CASE WHEN folded = @text THEN 0 WHEN substr(folded, 1, length(@text)) = @text THEN 1 ELSE 2 END AS rank
        FROM names WHERE ${isInGrams} ${holdsWords} ${endsAsKind(kind)}
        ORDER BY rank, number DESC LIMIT @names
      )
      SELECT paths.number AS path, paths.parent, paths.series, series.id AS seriesId, hit.raw
      FROM hit
      CROSS JOIN paths ON paths.name = hit.name
      CROSS JOIN series ON series.number = paths.series
      CROSS JOIN lives ON lives.path = paths.number
        AND lives.first = (SELECT max(first) FROM lives WHERE lives.path = paths.number)
      WHERE (@series IS NULL OR paths.series = @series) AND (@onlyGone = 0 OR lives.last IS NOT NULL)
        AND (@type IS NULL OR lives.type = @type) AND (@since IS NULL OR lives.mtime_ms >= @since)
      ORDER BY hit.rank, lives.last IS NULL DESC, lives.mtime_ms DESC, paths.number
      LIMIT @limit`);
    statements.set(key, statement);
    return statement;
  }

  return ({ text, series, onlyGone, kind, changedSinceMs, limit }) => {
    const words = wordsOf(text).slice(0, MAX_WORDS);
    if (words.length === 0) return [];
    const grams = gramQuery(words);
    const named = Object.fromEntries(words.map((word, n) => [`word${n}`, word]));
    const isFiltered = onlyGone || series !== null || kind !== null || changedSinceMs !== null;
    const whole = foldText(text).trim().replace(/\s+/gu, " ");
    return statementFor(words.length, grams !== undefined, kind).all({
      ...named,
      ...(grams === undefined ? {} : { grams }),
      text: whole,
      series,
      onlyGone: onlyGone ? 1 : 0,
      type: kind === null ? null : kind === "folder" ? FOLDER : FILE,
      since: changedSinceMs,
      names: isFiltered ? MAX_FILTERED_NAMES : MAX_NAMES,
      limit,
    });
  };
}

/** Among the names already, so that a rare kind is found beneath many names that fit. The endings are ours, and plain letters. */
function endsAsKind(kind: SearchKind | null): string {
  if (kind === null || kind === "folder") return "";
  const ends = FILE_KINDS[kind].map((ending) => `substr(folded, -${ending.length + 1}) = '.${ending}'`);
  return `AND (${ends.join(" OR ")})`;
}
