/**
 * Parses `/etc/passwd` or `/etc/group`, whose lines both start `name:password:number:`.
 *
 * @returns names by number. The first line wins when several have the same number, as in the C library. Lines that are
 * something else (comments, the `+` of NIS, broken ones) are skipped
 * @source passwd(5), group(5)
 */
export function parseAccountFile(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name, , number] = line.split(":");
    if (!name || number === undefined || !/^\d+$/.test(number)) continue;
    const id = Number(number);
    if (!names.has(id)) names.set(id, name);
  }
  return names;
}
