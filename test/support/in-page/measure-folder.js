/** Runs in a page: what opening a large folder and scrolling in it cost. `measure-folder.ts` says what it returns. */
(() => {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const grid = () => document.querySelector('[role="grid"]');
  const rows = () => [...document.querySelectorAll('[role="grid"] [role="row"]')];
  const isThere = (name) => rows().some((row) => row.textContent.includes(name));

  async function watchOpening(firstName) {
    const click = await new Promise((resolve) => {
      document.addEventListener("dblclick", resolve, { capture: true, once: true });
    });
    performance.mark("open-folder: click", { startTime: click.timeStamp });
    while (!isThere(firstName)) await nextFrame();
    await nextFrame(); // the frame before has been painted
    performance.mark("open-folder: rows");
    const { duration } = performance.measure("open-folder", "open-folder: click", "open-folder: rows");
    return { openMs: duration, rowsDrawn: rows().length };
  }

  async function scrollEvenly(frames, pixelsAFrame) {
    const list = grid();
    const took = [];
    let waiting = 0;
    let before = await nextFrame();
    for (let n = 0; n < frames; n += 1) {
      list.scrollTop += pixelsAFrame;
      const now = await nextFrame();
      took.push(now - before);
      before = now;
      if (list.querySelector('[role="row"][aria-busy="true"]') !== null) waiting += 1;
    }
    took.sort((a, b) => a - b);
    const shareOver = (ms) => took.filter((each) => each > ms).length / took.length;
    return {
      frames: took.length,
      longestMs: took.at(-1),
      medianMs: took[Math.floor(took.length / 2)],
      shareOver17Ms: shareOver(17),
      shareOver34Ms: shareOver(34),
      shareWaiting: waiting / took.length,
    };
  }

  async function leap(to, name) {
    const list = grid();
    const start = performance.now();
    list.scrollTop = to === "end" ? list.scrollHeight : 0;
    while (!isThere(name)) await nextFrame();
    return performance.now() - start;
  }

  globalThis.measureFolder = { watchOpening, scrollEvenly, leap };
})();
