/**
 * Runs in a page: what one would have to scroll sideways for, and what cannot be reached at all, a line each. Nothing but what says its
 * name and takes the focus, as a table with many columns, may be wider than the window.
 */
(() => {
  const nameOf = (element) =>
    `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.slice(0, 60)}`;
  const mayScroll = (element) =>
    element.matches("[tabindex='0'][aria-label], [tabindex='0'][aria-labelledby]");
  const isCutting = (element) =>
    element === document.body || getComputedStyle(element).overflowX !== "visible";
  const edgesOf = (element) =>
    element === document.body ? { left: 0, right: innerWidth } : element.getBoundingClientRect();

  const scrolling = [...document.querySelectorAll("*")].filter((element) => {
    if (!["auto", "scroll"].includes(getComputedStyle(element).overflowX) || mayScroll(element)) return false;
    return element.clientWidth > 1 && element.scrollWidth > element.clientWidth;
  });
  const cut = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
    (control) => {
      const { left, right, width } = control.getBoundingClientRect();
      if (width <= 1 || getComputedStyle(control).visibility === "hidden") return false;
      for (let around = control.parentElement; around !== null; around = around.parentElement) {
        if (mayScroll(around)) return false;
        const edges = edgesOf(around);
        const isThin = edges.right - edges.left <= 1; // only to be heard
        if (isThin) return false;
        if (isCutting(around) && (left < edges.left - 1 || right > edges.right + 1)) return true;
      }
      return false;
    },
  );
  return [
    ...scrolling.map(
      (element) => `scrolls by ${element.scrollWidth - element.clientWidth}: ${nameOf(element)}`,
    ),
    ...cut.map((control) => `is cut off: ${nameOf(control)}`),
  ];
})();
