import { asRecord, isRecord, type JsonRecord } from "../../reading/json.ts";

/** The rows of storcli's tables, wherever in the answer they stand: their place differs by command, version and controller. */
export type StorcliRows = {
  /** Rows with `DG/VD`: virtual drives. */
  readonly virtualDrives: JsonRecord[];
  /** Rows with `EID:Slt`: drives. */
  readonly drives: JsonRecord[];
  /** Rows with `EID:Slot`: what each drive group consists of. */
  readonly topology: JsonRecord[];
  /** Everything said about one drive, all its tables made into one, by `enclosure:slot`. */
  readonly driveDetails: Map<string, JsonRecord>;
  /** By the number of the virtual drive. */
  readonly virtualDriveDetails: Map<string, JsonRecord>;
  /** Rows of running rebuilds and copy-backs. */
  readonly progress: JsonRecord[];
};

const MAX_DEPTH = 8;
/** Far above what the largest controller prints. */
const MAX_ROWS = 4000;
const DRIVE_DETAIL = /^Drive \/c\d+(?:\/e(\d+))?\/s(\d+) - Detailed Information$/;
const VIRTUAL_DRIVE_DETAIL = /^VD ?(\d+) Properties$/;

export function collectRows(response: unknown): StorcliRows {
  const rows: StorcliRows = {
    virtualDrives: [],
    drives: [],
    topology: [],
    driveDetails: new Map(),
    virtualDriveDetails: new Map(),
    progress: [],
  };
  collect(response, rows, 0);
  return rows;
}

/** @returns `252:4` from `252:4`, and `:4` of a drive without enclosure from ` :4` */
export function drivePlace(row: JsonRecord): string {
  const text = row["EID:Slt"] ?? row["EID:Slot"];
  return typeof text === "string" ? text.slice(0, 40).replace(/\s/g, "") : "";
}

function collect(value: unknown, rows: StorcliRows, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const entry of value.slice(0, MAX_ROWS)) collect(entry, rows, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  sortRow(value, rows);
  // storcli2 keeps the tables of a drive, or of a virtual drive, side by side, without its name in front
  const twin = asRecord(value["Drive Information"]);
  if (drivePlace(twin) !== "" && rows.driveDetails.size < MAX_ROWS)
    rows.driveDetails.set(drivePlace(twin), flatten(value));
  const [, number] = /^\d*\/(\d+)$/.exec(String(asRecord(value["VD Info"])["DG/VD"])) ?? [];
  if (number !== undefined) rows.virtualDriveDetails.set(number, asRecord(value["VD Properties"]));
  for (const [key, below] of Object.entries(value)) {
    if (typeof below !== "object" || below === null) continue;
    const drive = DRIVE_DETAIL.exec(key);
    const virtualDrive = VIRTUAL_DRIVE_DETAIL.exec(key);
    if (drive !== null) rows.driveDetails.set(`${drive[1] ?? ""}:${drive[2]}`, flatten(below));
    else if (virtualDrive?.[1] !== undefined) rows.virtualDriveDetails.set(virtualDrive[1], asRecord(below));
    else collect(below, rows, depth + 1);
  }
}

function sortRow(row: JsonRecord, rows: StorcliRows): void {
  const list =
    "DG/VD" in row
      ? rows.virtualDrives
      : "EID:Slt" in row
        ? rows.drives
        : "EID:Slot" in row
          ? rows.topology
          : "Drive-ID" in row && "Status" in row
            ? rows.progress
            : undefined;
  if (list !== undefined && list.length < MAX_ROWS) list.push(row);
}

/** All values of an object and of those inside of it, by their name; the outermost of the same name counts. */
function flatten(value: unknown): JsonRecord {
  const flat: Record<string, unknown> = Object.create(null);
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const record of level) {
      for (const [key, inner] of Object.entries(asRecord(record))) {
        if (isRecord(inner)) next.push(inner);
        else if (!(key in flat)) flat[key] = inner;
      }
    }
    level = next.slice(0, MAX_ROWS);
  }
  return flat;
}
