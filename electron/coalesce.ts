/**
 * Makes many calls few: the first one is followed at once, those that come while it works or soon after by one more.
 *
 * @param work never rejects
 * @param restMs at least so long between two
 */
export function coalesce(work: () => Promise<void>, restMs: number): () => void {
  let isBusy = false;
  let isAsked = false;
  const run = async () => {
    isBusy = true;
    while (isAsked) {
      isAsked = false;
      await work();
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    isBusy = false;
  };
  return () => {
    isAsked = true;
    if (!isBusy) void run();
  };
}
