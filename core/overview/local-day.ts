/** The day a moment is in, by the machine's calendar: it can have 23 or 25 hours. @returns its start and that of the next */
export function localDay(atMs: number): { readonly startMs: number; readonly endMs: number } {
  const day = new Date(atMs);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()] as const;
  return {
    startMs: new Date(year, month, date).getTime(),
    endMs: new Date(year, month, date + 1).getTime(),
  };
}
