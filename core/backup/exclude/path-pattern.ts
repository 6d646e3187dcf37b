import { posix } from "node:path";
import type { RawPath } from "../../platform/raw-path.ts";
import { type ComponentTest, compileComponent } from "./component-glob.ts";

/** Tests for components that follow each other directly. */
type Run = readonly ComponentTest[];

/**
 * One compiled pattern: runs of components, with any number of components (a double star) between them. Two runs,
 * `srv` and `a`, `b`, make the pattern that begins at the root with `srv` and goes on, somewhere below, with `a/b`.
 */
export type PathPattern = {
  /** The pattern begins with `!`: it takes back what earlier patterns matched. */
  readonly negated: boolean;
  /** The pattern begins with `/`: its first run is at the root of the path. */
  readonly anchored: boolean;
  /** What comes before the first double star; may be empty. */
  readonly first: Run;
  /** What follows each double star; the last may be empty. */
  readonly others: readonly Run[];
  /** Components in all runs together. */
  readonly fixedCount: number;
};

/**
 * @param pattern not empty
 * @throws {GlobSyntaxError}
 * @source restic's manual, "Excluding Files": `.`, `..`, double and trailing slashes are cleaned away first
 */
export function compilePathPattern(pattern: RawPath): PathPattern {
  const negated = pattern.startsWith("!");
  const cleaned = posix.normalize(negated ? pattern.slice(1) : pattern);
  const anchored = cleaned.startsWith("/");
  const runs: ComponentTest[][] = [[]];
  for (const component of cleaned.replace(/^\//, "").replace(/\/$/, "").split("/")) {
    if (component === "**" || component === "")
      runs.push([]); // `/` alone means everything, as in restic
    else runs.at(-1)?.push(compileComponent(component));
  }
  const fixedCount = runs.reduce((count, run) => count + run.length, 0);
  const [first = [], ...others] = runs;
  const [second = []] = others;
  // What is not anchored may begin anywhere, so a double star in front adds nothing.
  const idleStar = !anchored && first.length === 0 && others.length === 1 && second.length > 0;
  if (idleStar) return { negated, anchored, first: second, others: [], fixedCount };
  return { negated, anchored, first, others, fixedCount };
}

/** Whether the path itself or a folder above it fits, for the pattern describes where something begins. */
export function matchesPath(pattern: PathPattern, path: readonly string[]): boolean {
  const lastStart = pattern.anchored ? 0 : path.length - Math.max(pattern.fixedCount, 1);
  for (let start = 0; start <= lastStart; start += 1) {
    if (fitsAt(pattern.first, path, start) && othersFit(pattern, path, start + pattern.first.length))
      return true;
  }
  return false;
}

/** Whether something below the folder could fit. */
export function mayMatchBelow(pattern: PathPattern, folder: readonly string[]): boolean {
  if (!pattern.anchored) return true;
  return pattern.first.slice(0, folder.length).every((test, n) => test(folder[n] ?? ""));
}

/** Whether each further run is found somewhere behind the one before it; the earliest place is the best. */
function othersFit(pattern: PathPattern, path: readonly string[], start: number): boolean {
  let position = start;
  let spannedCount = 0; // components that the double stars so far stand for
  let starsLeft = pattern.others.length;
  for (const run of pattern.others) {
    const found = findRun(run, path, position);
    if (found === undefined) return false;
    spannedCount += found - position;
    starsLeft -= 1;
    if (spannedCount > mostSpanned(pattern, path.length, starsLeft)) return false;
    position = found + run.length;
  }
  return true;
}

// restic replaces one `**` after the other by `*`s and gives up when the pattern, in which each `**` still to be
// replaced counts as one component, has got longer than the path. So `/a/**/b/**/c` does not match `/a/b/c`, though
// its manual lets `**` stand for nothing. We leave out exactly what restic leaves out.
function mostSpanned(pattern: PathPattern, pathLength: number, starsLeft: number): number {
  return pathLength + (pattern.anchored ? 0 : 1) - pattern.fixedCount - starsLeft;
}

function findRun(run: Run, path: readonly string[], from: number): number | undefined {
  for (let start = from; start + run.length <= path.length; start += 1) {
    if (fitsAt(run, path, start)) return start;
  }
  return undefined;
}

function fitsAt(run: Run, path: readonly string[], start: number): boolean {
  if (start + run.length > path.length) return false;
  for (let n = 0; n < run.length; n += 1) {
    const component = path[start + n];
    const test = run[n];
    if (component === undefined || test === undefined || !test(component)) return false;
  }
  return true;
}
