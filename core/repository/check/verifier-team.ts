import { giveBackMemory } from "../../platform/spare-memory.ts";
import { startThread, type Thread } from "../../threads/thread.ts";
import { workerUrl } from "../../threads/worker-url.ts";
import type { CheckThreadData, FromCheckThread, ToCheckThread } from "./check-thread.ts";
import type { PackReport, PackToVerify } from "./verify-pack.ts";

/** The fixed set of threads of one check. */
export type VerifierTeam = {
  /** Hands a pack to the least busy thread; its bytes are gone from here afterwards. */
  verify(pack: PackToVerify): Promise<PackReport>;
  stop(): Promise<void>;
};

type Waiting = { resolve(report: PackReport): void; reject(error: unknown): void };
type Member = { readonly thread: Thread<ToCheckThread>; readonly waiting: Waiting[] };

export function startVerifiers(size: number, data: CheckThreadData): VerifierTeam {
  let failure: { readonly error: unknown } | undefined;

  function fail(error: unknown): void {
    failure ??= { error };
    for (const { waiting } of members) for (const { reject } of waiting.splice(0)) reject(error);
  }

  const members = Array.from({ length: size }, (): Member => {
    const waiting: Waiting[] = [];
    const url = workerUrl(import.meta.url, "./check-thread");
    const thread = startThread<ToCheckThread, FromCheckThread>(url, data, {
      onMessage({ report, memory }) {
        giveBackMemory(memory);
        waiting.shift()?.resolve(report);
      },
      onFailure: fail,
    });
    return { thread, waiting };
  });

  return {
    verify(pack) {
      if (failure !== undefined) return Promise.reject(failure.error);
      const { thread, waiting } = members.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        thread.post(pack, [pack.bytes.buffer, pack.indexedHeader.buffer]);
      });
    },
    async stop() {
      await Promise.all(members.map(({ thread }) => thread.stop()));
    },
  };
}
