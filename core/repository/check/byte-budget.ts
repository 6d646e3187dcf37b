/** Bounds how many bytes are held at once. */
export type ByteBudget = {
  /** Resolves when there is room; something larger than the whole budget gets it alone. */
  take(bytes: number): Promise<void>;
  giveBack(bytes: number): void;
};

export function createByteBudget(limitBytes: number): ByteBudget {
  let takenBytes = 0;
  const queue: { readonly bytes: number; readonly proceed: () => void }[] = [];

  function admit(): void {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (takenBytes > 0 && takenBytes + next.bytes > limitBytes) return;
      takenBytes += next.bytes;
      queue.shift();
      next.proceed();
    }
  }

  return {
    take: (bytes) =>
      new Promise((resolve) => {
        queue.push({ bytes, proceed: resolve });
        admit();
      }),
    giveBack(bytes) {
      takenBytes -= bytes;
      admit();
    },
  };
}
