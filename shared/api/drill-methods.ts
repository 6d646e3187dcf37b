import { z } from "zod";
import {
  DRILL_KINDS,
  Drill,
  DrillReport,
  DrillSettings,
  DrillStanding,
  DrillView,
  VitalPath,
} from "../model/drill.ts";
import {
  DrillIdText,
  LocalPath,
  ReplicaIdText,
  RepositoryIdText,
  SourceIdText,
} from "../model/primitives.ts";
import { LANGUAGES } from "../words/language.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const ofDrill = z.strictObject({ drillId: DrillIdText });
const ofRepository = z.strictObject({ repositoryId: RepositoryIdText });
const vital = z.strictObject({ sourceId: SourceIdText, path: LocalPath });
const vitalPaths = z.strictObject({ paths: z.array(VitalPath) });

export const drillMethods = {
  /** How each repository stands: its settings, its last drills and what is due. */
  "drills.standing": method("read", nothing, z.strictObject({ repositories: z.array(DrillStanding) })),
  /** The newest first. @param before only those that began before the one named */
  "drills.list": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText.nullable(),
      kind: z.enum(DRILL_KINDS).nullable(),
      before: DrillIdText.nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.strictObject({ drills: z.array(DrillView) }),
  ),
  /** @throws DRILL_NOT_FOUND */
  "drills.get": method("read", ofDrill, Drill),
  /**
   * Begins to restore a sample, and what is vital, from each replica in turn, into a folder that is removed afterwards.
   * @param replicaIds null: from all
   * @throws DRILL_REFUSED, REPLICA_NOT_FOUND
   */
  "drills.startRestore": method(
    "write",
    ofRepository.extend({ replicaIds: z.array(ReplicaIdText).min(1).max(100).nullable().default(null) }),
    ofDrill,
  ),
  /** Declares the active replica lost, without touching it, and begins all that follows. @throws DRILL_REFUSED */
  "drills.startFailover": method("write", ofRepository, ofDrill),
  /** Of a failover drill: backups go back at once. @throws DRILL_NOT_FOUND */
  "drills.cancel": method("write", ofDrill, nothing),
  "drills.settings": method("write", ofRepository.extend({ settings: DrillSettings }), nothing),
  /** By source and path. */
  "drills.vital": method("read", nothing, vitalPaths),
  /** One that is known stays. @throws SOURCE_NOT_FOUND, VITAL_PATH_OUTSIDE for what does not lie in the source */
  "drills.addVital": method("write", vital, vitalPaths),
  "drills.removeVital": method("write", vital, vitalPaths),
  /** @throws DRILL_NOT_FOUND; DRILL_REFUSED while it runs */
  "drills.report": method("read", ofDrill.extend({ language: z.enum(LANGUAGES) }), DrillReport),
};
