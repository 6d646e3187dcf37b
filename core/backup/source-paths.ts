import { posix, resolve } from "node:path";
import { type RawPath, rawPathFromText } from "../platform/raw-path.ts";
import type { FixedEntry } from "./folder-state.ts";

/** Sources as a tree of the folders that lead to them. */
export type SourceTree = {
  /** Entries of the snapshot's root; undefined when the root folder `/` is a source itself. */
  readonly entries: readonly FixedEntry[] | undefined;
  /** Absolute and cleaned, sorted, each once: what the snapshot calls its paths. */
  readonly paths: readonly string[];
};

type Branch = { path: RawPath; isSource: boolean; readonly children: Map<RawPath, Branch> };

/**
 * Puts the sources under the folders that lead to them: the snapshot's root holds the path's own components.
 * A source inside another source is part of it.
 *
 * @param sources paths as a person writes them, relative to `workingFolder`
 */
export function planSources(sources: readonly string[], workingFolder: string): SourceTree {
  return treeOf(sources.map((source) => resolve(workingFolder, source)));
}

/** The same for absolute paths of another machine, as SFTP writes them whatever its system is. */
export function planMachineSources(sources: readonly string[]): SourceTree {
  return treeOf(sources.map(cleanMachinePath));
}

/** An absolute path of another machine without what means nothing there, such as a slash at its end, and without `..`. */
export function cleanMachinePath(path: string): string {
  return posix.resolve("/", path);
}

function treeOf(sources: readonly string[]): SourceTree {
  const paths = [...new Set(sources)].sort();
  const root: Branch = { path: rawPathFromText("/"), isSource: false, children: new Map() };
  for (const path of paths) {
    let branch = root;
    for (const { name, path: childPath } of componentsOf(path)) {
      let child = branch.children.get(name);
      if (child === undefined) {
        child = { path: childPath, isSource: false, children: new Map() };
        branch.children.set(name, child);
      }
      branch = child;
    }
    branch.isSource = true;
  }
  return { entries: root.isSource ? undefined : toEntries(root), paths };
}

/** On Windows the drive letter becomes the first component, as restic writes it: `C:\data` is `C/data`. */
function componentsOf(path: string): { name: RawPath; path: RawPath }[] {
  const drive = /^([A-Za-z]):[\\/]/.exec(path)?.[1];
  const text = drive === undefined ? path : path.replaceAll("\\", "/");
  const parts = text.split("/").filter((part) => part !== "");
  let at = drive === undefined ? "" : undefined;
  return parts.map((part) => {
    at = at === undefined ? `${part}/` : `${at.replace(/\/$/, "")}/${part}`;
    const name = drive !== undefined && part === `${drive}:` ? drive : part;
    return { name: rawPathFromText(name), path: rawPathFromText(at) };
  });
}

function toEntries(branch: Branch): FixedEntry[] {
  return [...branch.children]
    .map(([name, child]) => ({
      name,
      path: child.path,
      entries: child.isSource ? undefined : toEntries(child),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
