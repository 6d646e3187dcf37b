import { startThread, type Thread } from "../threads/thread.ts";
import { workerUrl } from "../threads/worker-url.ts";
import type {
  FromRestoreThread,
  QuestionKind,
  Questions,
  RestoreThreadData,
  ToRestoreThread,
} from "./messages.ts";

/** The fixed set of threads of one restore, spoken to in questions and answers. */
export type RestoreTeam = {
  /**
   * Asks the least busy thread.
   * @throws the reason of the signal, or why a thread ended
   */
  ask<K extends QuestionKind>(
    kind: K,
    ask: Questions[K]["ask"],
    transfer?: readonly ArrayBuffer[],
  ): Promise<Questions[K]["answer"]>;
  /** Ends the threads at once; what was asked and not answered is rejected. */
  stop(): Promise<void>;
};

type Member = { readonly thread: Thread<ToRestoreThread>; busyWith: number };
type Waiting = { readonly member: Member; resolve(answer: unknown): void; reject(reason: unknown): void };

export function startRestoreTeam(size: number, data: RestoreThreadData, signal: AbortSignal): RestoreTeam {
  const waiting = new Map<number, Waiting>();
  let nextNumber = 0;
  let failure: { readonly error: unknown } | undefined;

  function fail(error: unknown): void {
    failure ??= { error };
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  const members = Array.from({ length: size }, () => {
    const thread = startThread<ToRestoreThread, FromRestoreThread>(
      workerUrl(import.meta.url, "./restore-thread"),
      data,
      { onMessage, onFailure: fail },
    );
    return { thread, busyWith: 0 };
  });

  function onMessage({ number, answer }: FromRestoreThread): void {
    const asked = waiting.get(number);
    if (asked === undefined) return; // given up meanwhile
    waiting.delete(number);
    asked.member.busyWith -= 1;
    asked.resolve(answer);
  }

  const onAbort = () => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();

  return {
    ask(kind, ask, transfer = []) {
      if (failure !== undefined) return Promise.reject(failure.error);
      const member = members.reduce((least, other) => (other.busyWith < least.busyWith ? other : least));
      const number = nextNumber;
      nextNumber += 1;
      member.busyWith += 1;
      const { promise, resolve, reject } = Promise.withResolvers<Questions[typeof kind]["answer"]>();
      // the answer to a question is of its kind: the thread's switch sees to that
      waiting.set(number, { member, resolve: resolve as (answer: unknown) => void, reject });
      member.thread.post({ number, kind, ask } as ToRestoreThread, transfer);
      return promise;
    },
    async stop() {
      signal.removeEventListener("abort", onAbort);
      await Promise.all(members.map(({ thread }) => thread.stop()));
      fail(new Error("the restore threads were stopped"));
    },
  };
}
