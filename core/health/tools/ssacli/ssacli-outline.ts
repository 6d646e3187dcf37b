import { splitKeyed } from "../../reading/keyed-line.ts";
import { outputLines } from "../../reading/text.ts";

export type Facts = Map<string, string>;

export type SsacliDrive = {
  /** `1I:1:3` */
  readonly place: string;
  readonly controller: string | null;
  readonly facts: Facts;
  /** Every state that is given for it, in lists and in its own part. */
  readonly states: Set<string>;
  isSpare: boolean;
  isUnassigned: boolean;
};

export type SsacliLogical = {
  readonly number: string;
  readonly controller: string | null;
  readonly array: SsacliArray | null;
  readonly facts: Facts;
  /** Of its mirror groups, where the tool lists them. */
  readonly drives: Set<SsacliDrive>;
};

export type SsacliArray = { readonly name: string; readonly facts: Facts; readonly drives: Set<SsacliDrive> };

export type SsacliController = {
  readonly name: string;
  readonly model: string;
  readonly facts: Facts;
  readonly cages: string[];
};

/** The parts of an output, as they stand: nothing in them is judged yet. */
export type SsacliOutline = {
  readonly controllers: Map<string, SsacliController>;
  readonly logicals: SsacliLogical[];
  readonly drives: Map<string, SsacliDrive>;
  readonly errors: string[];
  /** A line about a drive breaks off, or the last line does. */
  isCut: boolean;
};

/** Far above what the largest controller prints. */
const MAX_PARTS = 2000;
const CONTROLLER = /^(\S.{2,100}?) in Slot (\w{1,10})\b/;
const ARRAY = /^array:? ([A-Z]{1,3})\b/i;
const LOGICAL = /^logical drive: (\w{1,10})$/i;
const LISTED_LOGICAL = /^logicaldrive (\w{1,10}) \((.{1,200})\)(?:\s*:\s*(\S.{0,100}))?$/i;
const DRIVE = /^physicaldrive (\S{1,40})$/i;
const LISTED_DRIVE = /^physicaldrive (\S{1,40}) \((.{1,200})\)(?:\s*:\s*(\S.{0,100}))?$/i;
const LISTED = /^(?:physicaldrive|logicaldrive)\b/i;
const UNASSIGNED = /^(?:unassigned|hba drives)$/i;
const CAGE = /\bat Port \w{1,10}, Box \d{1,4}, (\S.{0,100})$/;
/** Beginnings of parts that tell of something else, with states and serial numbers of their own. */
const OTHER = /^(?:Port Name|Sensor ID|Expander \d|Enclosure SEP|SEP |Physical Drives$)/;
const ERROR = /^Error: (.{1,400})/;
/** What every version prints of a part behind all that is judged, one of them at least; without it the output ended too soon. */
const LAST_OF_DRIVE = ["Model"];
const LAST_OF_LOGICAL = ["Unique Identifier", "Logical Drive Label"];
const LAST_OF_CONTROLLER = ["SATA NCQ Supported", "Number of Ports", "Driver Name"];

/**
 * Sorts the lines of `ssacli ctrl all show config detail`, and of its other questions, by what they are about. A part begins with
 * its headline and ends with the next one; indentation and empty lines differ by version and mean nothing.
 */
export function outlineSsacli(text: string): SsacliOutline {
  const outline: SsacliOutline = {
    controllers: new Map(),
    logicals: [],
    drives: new Map(),
    errors: [],
    isCut: false,
  };
  const here = new Position(outline);
  for (const line of outputLines(text)) {
    const body = line.slice(0, 1000).trim();
    if (body === "") continue;
    const error = ERROR.exec(body);
    if (error?.[1] !== undefined) outline.errors.push(error[1]);
    else if (!here.enter(body, /^\S/.test(line))) {
      here.keep(body);
      if (LISTED.test(body)) outline.isCut = true;
    }
    if (outline.drives.size > MAX_PARTS || outline.logicals.length > MAX_PARTS) break;
  }
  if (endsWithinLine(text) || here.isWithinPart()) outline.isCut = true;
  return outline;
}

/** Whoever saves an output may drop its last line break; a line that was cut off mostly lacks its value or bracket as well. */
function endsWithinLine(text: string): boolean {
  const last = text.slice(Math.max(text.lastIndexOf("\n") + 1, text.length - 1000)).trim();
  return last !== "" && !/:\s*\S|\)$/.test(last);
}

class Position {
  readonly #outline: SsacliOutline;
  #controller: SsacliController | null = null;
  #array: SsacliArray | null = null;
  #logical: SsacliLogical | null = null;
  #isUnassigned = false;
  /** Where settings belong that come next; null where they are of no interest. */
  #facts: Facts | null = null;

  constructor(outline: SsacliOutline) {
    this.#outline = outline;
  }

  /** @returns whether the line is a headline */
  enter(body: string, isAtMargin: boolean): boolean {
    const controller = CONTROLLER.exec(body);
    // repeated between the drives of a mirror group by some versions
    if (controller !== null)
      return !isAtMargin || this.#enterController(controller[1] ?? "", controller[2] ?? "");
    const array = ARRAY.exec(body);
    if (array?.[1] !== undefined) return this.#enterArray(array[1]);
    if (UNASSIGNED.test(body)) return this.#enterUnassigned();
    return this.#enterLogical(body) || this.#enterDrive(body) || this.#enterOther(body);
  }

  /** @returns whether the part that came last, if it is one in detail, lacks what stands at its end; one that is not well may be short */
  isWithinPart(): boolean {
    const facts = this.#facts;
    if (facts === null) return false;
    const lacks = (keys: readonly string[]): boolean => !keys.some((key) => facts.has(key));
    if (facts === this.#logical?.facts)
      return facts.has("Heads") && (lacks(LAST_OF_LOGICAL) || this.#lacksMirror());
    if (facts === this.#controller?.facts) return facts.has("Slot") && lacks(LAST_OF_CONTROLLER);
    if (facts === this.#array?.facts) return facts.has("Status") && this.#array.drives.size === 0;
    return (facts.get("Status") ?? "OK") === "OK" && lacks(LAST_OF_DRIVE);
  }

  /** The drives of a mirror are listed within its own part, unlike those of other levels. */
  #lacksMirror(): boolean {
    const isMirror = /^(?:RAID )?1/.test(this.#logical?.facts.get("Fault Tolerance") ?? "");
    return isMirror && (this.#logical?.drives.size ?? 0) < 2;
  }

  /** Keeps a setting where it belongs, the first of its name. */
  keep(body: string): void {
    const setting = splitKeyed(body);
    if (setting === null || this.#facts === null || this.#facts.has(setting.key)) return;
    this.#facts.set(setting.key, setting.value);
  }

  #enterController(model: string, slot: string): true {
    const name = `Slot ${slot}`;
    const known = this.#outline.controllers.get(name);
    this.#controller = known ?? { name, model, facts: new Map(), cages: [] };
    this.#outline.controllers.set(name, this.#controller);
    this.#array = null;
    this.#logical = null;
    this.#facts = this.#controller.facts;
    return true;
  }

  #enterArray(name: string): true {
    this.#array = { name, facts: new Map(), drives: new Set() };
    this.#logical = null;
    this.#isUnassigned = false;
    this.#facts = this.#array.facts;
    return true;
  }

  #enterUnassigned(): true {
    this.#array = null;
    this.#logical = null;
    this.#isUnassigned = true;
    this.#facts = null;
    return true;
  }

  #enterLogical(body: string): boolean {
    const [, number] = LOGICAL.exec(body) ?? [];
    const [, listed, inside, after] = LISTED_LOGICAL.exec(body) ?? [];
    const name = number ?? listed;
    if (name === undefined) return false;
    const facts: Facts = new Map();
    this.#logical = {
      number: name,
      controller: this.#controller?.name ?? null,
      array: this.#array,
      facts,
      drives: new Set(),
    };
    this.#outline.logicals.push(this.#logical);
    this.#facts = facts;
    if (inside === undefined) return true;
    const [size, level, ...state] = inside.split(",").map((part) => part.trim());
    facts.set("Size", size ?? "");
    facts.set("Fault Tolerance", (level ?? "").replace(/^RAID /i, ""));
    facts.set("Status", after ?? state.join(", "));
    return true;
  }

  #enterDrive(body: string): boolean {
    const [, place] = DRIVE.exec(body) ?? [];
    if (place !== undefined) {
      const drive = this.#drive(place);
      this.#facts = drive.facts;
      this.#array?.drives.add(drive);
      return true;
    }
    const [, listed, inside = "", after] = LISTED_DRIVE.exec(body) ?? [];
    if (listed === undefined) return false;
    const drive = this.#drive(listed);
    const parts = inside.split(",").map((part) => part.trim());
    const isSpare = /\bspare\b/i.test(parts.at(-1) ?? "");
    if (isSpare) drive.isSpare = true;
    drive.states.add(after ?? parts.at(isSpare ? -2 : -1) ?? "");
    this.#logical?.drives.add(drive);
    this.#array?.drives.add(drive);
    return true;
  }

  #enterOther(body: string): boolean {
    const [, state] = CAGE.exec(body) ?? [];
    if (state === undefined && !OTHER.test(body)) return false;
    if (state !== undefined && state !== "OK") this.#controller?.cages.push(body);
    this.#facts = null;
    return true;
  }

  #drive(place: string): SsacliDrive {
    const key = `${this.#controller?.name ?? ""} ${place}`;
    const known = this.#outline.drives.get(key);
    const drive: SsacliDrive = known ?? {
      place,
      controller: this.#controller?.name ?? null,
      facts: new Map(),
      states: new Set(),
      isSpare: false,
      isUnassigned: this.#isUnassigned,
    };
    this.#outline.drives.set(key, drive);
    return drive;
  }
}
