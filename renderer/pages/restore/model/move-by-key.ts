/**
 * Where a key leads in a list.
 *
 * @param active -1 when no row has been chosen yet
 * @param pageRows rows in sight
 * @returns undefined when the key moves nothing, or the list is empty
 */
export function moveByKey(key: string, active: number, count: number, pageRows: number): number | undefined {
  if (count === 0) return undefined;
  const page = Math.max(1, pageRows - 1);
  const wanted: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active < 0 ? count - 1 : active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  if (!Object.hasOwn(wanted, key)) return undefined;
  return Math.max(0, Math.min(count - 1, wanted[key] ?? 0));
}
