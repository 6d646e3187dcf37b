/** Lets at most so many pieces of work run at a time, the others in the order they came. */
export type Limiter = { run<T>(work: () => Promise<T>): Promise<T> };

export function createLimiter(limit: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift(); // which takes over this one's place
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
