import { useQueries } from "@tanstack/react-query";
import { useRef } from "react";
import type { WireError } from "../../../../shared/errors.ts";
import type { FolderPage, TreeEntry } from "../../../../shared/model/browse.ts";
import { toWireError } from "../../../host/to-wire-error.ts";
import { type FolderQuery, PAGE_SIZE, pageRequest } from "./folder-reader.ts";
import { type Sight, useSettledSight } from "./use-settled-sight.ts";

export type FolderState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError; readonly retry: () => void }
  | {
      readonly kind: "ready";
      readonly query: FolderQuery;
      readonly total: number;
      readonly isOfThisHost: boolean;
      readonly leftOut: FolderPage["leftOut"];
      /** Undefined while that part of the folder is on its way. */
      readonly entryAt: (index: number) => TreeEntry | undefined;
      /** These are the entries of the folder before, until the new ones are here. */
      readonly isOld: boolean;
    };

type Ready = Extract<FolderState, { kind: "ready" }>;

/** The entries in sight of a folder, which may have any number of them. */
export function useFolder(query: FolderQuery, inSight: Sight): FolderState {
  const sight = useSettledSight(inSight, PAGE_SIZE);
  const firstPage = Math.max(0, Math.floor(sight.first / PAGE_SIZE));
  const lastPage = Math.max(firstPage, Math.floor(sight.last / PAGE_SIZE));
  const numbers = Array.from({ length: lastPage - firstPage + 1 }, (_, n) => firstPage + n);
  const answers = useQueries({ queries: numbers.map((number) => pageRequest(query, number)) });
  const before = useRef<Ready>(undefined);

  const known = answers.find(({ data }) => data !== undefined)?.data;
  if (known !== undefined) {
    const ready: Ready = {
      kind: "ready",
      query,
      total: known.total,
      isOfThisHost: known.isOfThisHost,
      leftOut: known.leftOut,
      entryAt: (index) =>
        answers[Math.floor(index / PAGE_SIZE) - firstPage]?.data?.entries[index % PAGE_SIZE],
      isOld: false,
    };
    before.current = ready;
    return ready;
  }
  const failed = answers.find(({ error, isFetching }) => error !== null && !isFetching);
  if (failed !== undefined) {
    before.current = undefined;
    return {
      kind: "failed",
      error: toWireError(failed.error),
      retry: () => {
        for (const answer of answers) void answer.refetch();
      },
    };
  }
  return before.current === undefined ? { kind: "loading" } : { ...before.current, isOld: true };
}
