/**
 * Runs in a page: what a person who goes through the topmost dialog by keyboard would not see, a line each. The title and the buttons
 * of a dialog stay in sight, and nothing that has the focus may be left behind them or outside of the window. A large field shows the
 * line that is typed in, which is enough.
 */
(() => {
  const dialog = [...document.querySelectorAll("[role=dialog]")].at(-1);
  if (dialog === undefined) return ["there is no dialog"];
  const inSight = [...dialog.querySelectorAll("div")].filter(
    (element) => getComputedStyle(element).position === "sticky",
  );
  const hidden = [];
  for (const control of dialog.querySelectorAll("a[href], button, input, select, summary")) {
    if (control.tabIndex < 0 || inSight.some((part) => part.contains(control))) continue;
    control.focus();
    const { top, bottom, width } = control.getBoundingClientRect();
    if (document.activeElement !== control || width <= 1) continue;
    const isBehind = inSight.some((part) => {
      const edges = part.getBoundingClientRect();
      return top < edges.bottom - 1 && bottom > edges.top + 1;
    });
    if (isBehind || top < -1 || bottom > innerHeight + 1)
      hidden.push(`${control.localName} ${control.labels?.[0]?.textContent ?? control.textContent}`);
  }
  return hidden;
})();
