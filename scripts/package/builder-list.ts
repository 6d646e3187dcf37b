/**
 * Reads one list of texts out of `electron-builder.yml`: a key at the beginning of a line, then lines of `- item`, quoted or not.
 * That is all of YAML that these lists use.
 *
 * @throws {Error} when there is no such list, or something else in it
 */
export function builderList(yaml: string, key: string): readonly string[] {
  const lines = yaml.split("\n");
  const start = lines.indexOf(`${key}:`);
  if (start < 0) throw new Error(`there is no list "${key}"`);
  const items: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const item = /^ {2}- (?:"([^"\\]*)"|([^"'#&*!|>%@`{[\s][^#]*?))\s*$/.exec(line);
    if (item === null) {
      if (/^\S/.test(line)) break; // the next key
      throw new Error(`"${line}" is more than this reads`);
    }
    items.push(item[1] ?? item[2] ?? "");
  }
  return items;
}
