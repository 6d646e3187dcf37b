/** How much of the end stays when there is no room: in characters, at most. */
const END_LENGTH = 24;
/** A name up to this long stays in one piece all the same: cut off at its beginning it may be another one. */
const NAME_LENGTH = 40;

/**
 * Where a path may lose its middle: before the last folders that are short enough together, so that what stays can be read.
 *
 * @returns the part that may be shortened, and the end that stays; both together are the path
 */
export function cutInMiddle(path: string): readonly [start: string, end: string] {
  if (path.length <= END_LENGTH) return ["", path];
  const earliest = path.length - END_LENGTH;
  const separator = path.slice(earliest, -1).search(SEPARATOR);
  const at = separator === -1 ? (nameAt(path) ?? wholeCharacterAt(path, earliest)) : earliest + separator;
  return [path.slice(0, at), path.slice(at)];
}

const SEPARATOR = /[/\\›]/;

/** Where the last name begins, with what separates it from its folder; undefined when it is too long. */
function nameAt(path: string): number | undefined {
  const from = Math.max(0, path.length - NAME_LENGTH);
  const separator = path.slice(from, -1).search(SEPARATOR);
  return separator === -1 ? undefined : from + separator;
}

/** A name longer than the end is cut in itself, but not within a character of two halves. */
function wholeCharacterAt(path: string, at: number): number {
  return /[\udc00-\udfff]/.test(path[at] ?? "") ? at + 1 : at;
}
