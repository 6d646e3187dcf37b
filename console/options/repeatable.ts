/** For flags that may be given several times: `.option("--tag <tags>", "...", collect, [])`. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
