import { useState } from "react";
import { type DatabasePath, databaseAt } from "../../../../shared/format/database-path.ts";
import type { SourceId } from "../../../../shared/ids.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { type DatabaseSource, isDatabase } from "../../../../shared/model/source.ts";
import type { DatabaseList } from "../../../../shared/model/source-trial.ts";
import { type CallState, useCall } from "../../../host/use-call.ts";
import { pathText } from "../model/tree-path.ts";
import type { DatabaseTargetForm } from "./database-target.tsx";

/** Whether what is chosen can become a database again, and what is filled in for that. */
export type DatabaseTargetState = {
  /** Undefined where it is no dump of a database, or nobody knows a server for it. */
  readonly dump: DatabasePath | undefined;
  readonly servers: readonly DatabaseSource[];
  readonly there: CallState<DatabaseList>;
  readonly form: DatabaseTargetForm | undefined;
  readonly change: (part: Partial<DatabaseTargetForm>) => void;
  /** Where nothing of what is chosen ever was a file of this computer, it cannot go back to where it was. */
  readonly isFromElsewhere: boolean;
  /** They are files of another machine, which is only read from. */
  readonly isOfMachine: boolean;
};

const OF_SERVER = /^\/(?:postgresql|mariadb)\/[^/]+(?:\/|$)/;

/** @param seriesSourceId the source the snapshot is of: its server comes first */
export function useDatabaseTarget(
  paths: readonly TreePath[],
  seriesSourceId: string | null,
): DatabaseTargetState {
  const [typed, setTyped] = useState<Partial<DatabaseTargetForm>>({});
  const answer = useCall("sources.list", {});
  const sources = answer.kind === "ready" ? answer.value.sources : [];
  const [only] = paths;
  const dump = paths.length === 1 && only !== undefined ? databaseAt(pathText(only)) : undefined;
  const servers = sources
    .filter((source): source is DatabaseSource => isDatabase(source) && source.kind === dump?.kind)
    .sort((a, b) => Number(b.id === seriesSourceId) - Number(a.id === seriesSourceId));
  const [first] = servers;
  const sourceId = typed.sourceId ?? first?.id;
  const there = useCall(
    "sources.databases",
    { sourceId: sourceId ?? ("" as SourceId) },
    { isEnabled: dump !== undefined && sourceId !== undefined, isVolatile: true },
  );
  const source = sources.find(({ id }) => id === seriesSourceId);
  return {
    dump: first === undefined ? undefined : dump,
    servers,
    there,
    form:
      dump === undefined || first === undefined
        ? undefined
        : { sourceId: first.id, name: dump.name, typedName: "", ...typed },
    change: (part) => setTyped((before) => ({ ...before, ...part })),
    isOfMachine: source?.kind === "sftp",
    isFromElsewhere:
      (source !== undefined && source.kind !== "files") ||
      paths.every((path) => OF_SERVER.test(pathText(path))),
  };
}
