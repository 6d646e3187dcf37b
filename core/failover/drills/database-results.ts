/** What the databases that were tried mean for a replica and for a drill. */
import type { DrillDatabase, DrillProblem, DrillReplica } from "../../../shared/model/drill.ts";

const MAX_NAMES = 5;

/** Databases, and how many of them came to what. */
export function countDatabases(
  databases: readonly DrillDatabase[],
): Pick<DrillReplica, "databases" | "databasesRestored" | "databasesFailed" | "databasesUntried"> {
  const count = (wanted: DrillDatabase["outcome"]) =>
    databases.filter(({ outcome }) => outcome === wanted).length;
  return {
    databases: [...databases],
    databasesRestored: count("restored"),
    databasesFailed: count("failed"),
    databasesUntried: count("not-tried"),
  };
}

/**
 * What came of a replica with its databases: one that could not be made again fails it, and with one that could not be tried it is not
 * whole.
 *
 * @param outcome of all else
 */
export function withDatabases(
  outcome: DrillReplica["outcome"],
  databases: readonly DrillDatabase[],
): Pick<DrillReplica, "outcome" | keyof ReturnType<typeof countDatabases>> {
  const counts = countDatabases(databases);
  if (counts.databasesFailed > 0) return { ...counts, outcome: "failed" };
  return { ...counts, outcome: outcome === "passed" && counts.databasesUntried > 0 ? "incomplete" : outcome };
}

/** The same dump is the same database: one that has other numbers than the first replica's did not come back as it should. */
export function compareDatabases(replicas: readonly DrillReplica[]): readonly DrillReplica[] {
  const first = new Map<string, DrillDatabase>();
  return replicas.map((replica) => {
    let isSame = true;
    const databases = replica.databases.map((database): DrillDatabase => {
      if (database.outcome !== "restored") return database;
      const key = JSON.stringify([database.sourceName, database.path]);
      const known = first.get(key) ?? database;
      first.set(key, known);
      if (known.tables === database.tables && known.rows === database.rows) return database;
      isSame = false;
      return { ...database, outcome: "failed", reason: "differs" };
    });
    return isSame ? replica : { ...replica, ...withDatabases(replica.outcome, databases) };
  });
}

/** Each database once, however many replicas it concerns. */
export function databaseProblems(replicas: readonly DrillReplica[]): readonly DrillProblem[] {
  const names = new Map<DrillProblem["code"], Set<string>>();
  for (const { databases } of replicas)
    for (const { outcome, reason, sourceName, name } of databases) {
      if (outcome === "restored") continue;
      const isUntried = outcome === "not-tried" && reason !== null && reason !== "differs";
      const code = isUntried ? (`database-${reason}` as const) : "database-failed";
      names.set(code, (names.get(code) ?? new Set()).add(`${name} (${sourceName})`));
    }
  return [...names].map(([code, found]) => {
    const shown = [...found].slice(0, MAX_NAMES);
    return {
      code,
      detail: `${shown.join(", ")}${found.size > shown.length ? ", …" : ""}`,
      count: found.size,
    };
  });
}
