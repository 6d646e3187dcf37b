/** What a thread is started with: what it is to know, and a flag that its starter raises when it is to stop. */
export type ThreadStart<Data> = { readonly data: Data; readonly stopping: Int32Array };

/** Wakes a thread that waits for work, so that it sees the flag. */
export const STOP = "stop";

export function createStopFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function askToStop(stopping: Int32Array): void {
  Atomics.store(stopping, 0, 1);
}

/** The flag is seen before messages that were sent earlier are: a thread need not do what nobody waits for. */
export function isStopping(stopping: Int32Array): boolean {
  return Atomics.load(stopping, 0) === 1;
}
