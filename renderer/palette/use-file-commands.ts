import { useDebouncedValue } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { printable } from "../../shared/format/printable.ts";
import { host } from "../host/host.ts";
import { useCall } from "../host/use-call.ts";
import type { Command } from "./match-commands.ts";
import { entryAddress, searchAddress } from "./restore-address.ts";

/** Shorter words are in almost every name. */
const SHORTEST = 2;
const MOST_HITS = 6;
/** Somebody types faster than this. */
const PAUSE_MS = 120;

export type FileCommands = {
  readonly commands: readonly Command[];
  readonly isSearching: boolean;
};

/** Files and folders in the snapshots of all repositories whose names have what was typed. */
export function useFileCommands(typed: string): FileCommands {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : [];
  const isWanted = settled.length >= SHORTEST;
  const queries = useQueries({
    queries: repositories.map(({ id }) => {
      const input = { repositoryId: id, seriesId: null, text: settled.slice(0, 255), limit: MOST_HITS };
      return {
        queryKey: ["restore.search", input],
        queryFn: ({ signal }: { signal: AbortSignal }) => host.call("restore.search", input, signal),
        enabled: isWanted,
      };
    }),
  });
  const key = queries.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the answers, which are new objects each time
  const commands = useMemo(() => {
    if (!isWanted) return [];
    const hits = repositories.flatMap(({ id }, n) =>
      (queries[n]?.data?.hits ?? []).map((hit) => ({ repositoryId: id, hit })),
    );
    const files = hits
      .sort((a, b) => b.hit.lastMs - a.hit.lastMs)
      .slice(0, MOST_HITS)
      .map<Command>(({ repositoryId, hit }) => ({
        id: `file:${repositoryId}:${hit.seriesId}:${hit.path}`,
        group: "files",
        icon: hit.isGone ? "gone" : hit.type === "dir" ? "folder" : "file",
        title: printable(hit.name),
        note: printable(hit.isGone ? t("gone", { folder: hit.folder }) : hit.folder),
        run: () => void navigate(entryAddress({ repositoryId, ...hit })),
      }));
    const more = repositories.flatMap<Command>(({ id, name }, n) =>
      queries[n]?.data?.hasMore
        ? [
            {
              ...{ id: `search:${id}`, group: "files", icon: "search" },
              title: t("searchAll", { text: settled, repository: name }),
              run: () => void navigate(searchAddress(id, settled)),
            },
          ]
        : [],
    );
    return [...files, ...more];
  }, [key, isWanted, settled, navigate, t, repositories.length]);
  const isSearching =
    typed.trim().length >= SHORTEST &&
    (typed.trim() !== settled || queries.some(({ isFetching }) => isFetching));
  return { commands, isSearching };
}
