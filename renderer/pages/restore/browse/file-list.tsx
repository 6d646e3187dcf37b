import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { TreeEntry } from "../../../../shared/model/browse.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { queryClient } from "../../../host/query-client.ts";
import { VirtualGrid, type VirtualGridHandle } from "../grid/virtual-grid.tsx";
import { moveByKey } from "../model/move-by-key.ts";
import { isPartlySelected, isSelected, type Selection } from "../model/selection.ts";
import { folderOf, nameOf } from "../model/tree-path.ts";
import { type TypedPrefix, typeAhead } from "../model/type-ahead.ts";
import { useWords } from "../use-words.ts";
import type { CheckState } from "./check-mark.tsx";
import styles from "./file-list.module.css";
import { FileRow, type RowPress } from "./file-row.tsx";
import { FolderMessage } from "./folder-message.tsx";
import { createFolderReader, type FolderQuery } from "./folder-reader.ts";
import { LeftOutNote } from "./left-out-note.tsx";
import { ListHeader } from "./list-header.tsx";
import { useFolder } from "./use-folder.ts";
import { type ChangeSelection, useListSelection } from "./use-list-selection.ts";

type FileListProps = {
  readonly query: FolderQuery;
  /** Whether there is a folder above that belongs to this place. */
  readonly hasAbove: boolean;
  readonly shown: TreePath | null;
  readonly selection: Selection;
  readonly onSelect: ChangeSelection;
  readonly onOpenFolder: (path: TreePath, from?: TreePath) => void;
  /** The person has moved to an entry. */
  readonly onShow: (entry: TreeEntry) => void;
  /** The entry one is at, whoever moved there. */
  readonly onEntry: (entry: TreeEntry | undefined) => void;
  /** Enter on what is no folder. */
  readonly onEnterFile: () => void;
  readonly onSort: (sort: FolderQuery["sort"]) => void;
  readonly onShowAll: () => void;
  readonly onKnown: (known: { readonly total: number; readonly isOfThisHost: boolean }) => void;
};

/** What is in a folder of a snapshot: a list of any length, for the mouse and for the keyboard. */
export function FileList(props: FileListProps) {
  const { query, shown, selection, onShow, onEntry, onKnown } = props;
  const { t } = useWords();
  const idPrefix = useId();
  const grid = useRef<VirtualGridHandle>(null);
  const [sight, setSight] = useState({ first: 0, last: 40 });
  const [active, setActive] = useState(0);
  const [hasMoved, setHasMoved] = useState(false);
  const [note, setNote] = useState("");
  const typed = useRef<TypedPrefix>(undefined);
  const pendingSeek = useRef<Promise<number | undefined>>(undefined);
  const message = useRef<HTMLDivElement>(null);
  /** What will show the entry that one rests at. */
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** A person has gone somewhere since the list was arrived at. */
  const hasGone = useRef(false);
  /** The focus was here when what had it went away. */
  const hasKeys = useRef(false);
  const isNarrow = useMediaQuery("(width < 1100px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const folder = useFolder(query, sight);
  const reader = useMemo(() => createFolderReader(queryClient, query), [query]);
  const choice = useListSelection(query, reader, selection, props.onSelect);

  const total = folder.kind === "ready" ? folder.total : 0;
  const isOld = folder.kind === "ready" && folder.isOld;
  const isOfThisHost = folder.kind !== "ready" || folder.isOfThisHost;
  const entryAt = (index: number) => (folder.kind === "ready" && !isOld ? folder.entryAt(index) : undefined);
  const activeEntry = entryAt(active);

  useEffect(() => {
    if (folder.kind === "ready" && !isOld) onKnown({ total, isOfThisHost });
  }, [folder.kind, isOld, total, isOfThisHost, onKnown]);

  useArrival(query, shown, {
    onFolder: () => {
      setSight({ first: 0, last: 40 });
      setActive(0);
      grid.current?.scrollToRow(0);
    },
    onQuery: () => {
      setHasMoved(false);
      hasGone.current = false;
      setNote("");
      typed.current = undefined;
      pendingSeek.current = undefined;
      choice.endStretch();
    },
    find: reader.indexOf,
    onFound: (index, isNewFolder) => {
      if (hasGone.current) return;
      setActive(index);
      if (isNewFolder) grid.current?.scrollToRow(index);
    },
  });

  useEffect(() => {
    if (!hasKeys.current || isOld) return;
    if (document.activeElement !== document.body && document.activeElement !== message.current) return;
    if (grid.current === null) message.current?.focus();
    else grid.current.focus();
    hasKeys.current = folder.kind === "loading";
  });
  useEffect(() => onEntry(activeEntry), [activeEntry, onEntry]);
  useEffect(() => {
    if (!hasMoved || activeEntry === undefined || activeEntry.path === shown) return undefined;
    rest.current = setTimeout(() => onShow(activeEntry), REST_MS);
    return () => clearTimeout(rest.current);
  }, [hasMoved, activeEntry, shown, onShow]);

  const moveTo = (index: number) => {
    setActive(index);
    setHasMoved(true);
    hasGone.current = true;
    grid.current?.scrollToRow(index);
  };
  const open = (entry: TreeEntry | undefined) => {
    if (entry?.type === "dir") {
      clearTimeout(rest.current); // it is left, and another folder has nothing to show of it
      hasKeys.current = true;
      props.onOpenFolder(entry.path);
    } else if (entry !== undefined) props.onEnterFile();
  };
  const goUp = () => {
    clearTimeout(rest.current);
    hasKeys.current = true;
    props.onOpenFolder(folderOf(query.path), query.path);
  };
  /** Where the name that is being typed leads, if that is not known yet. */
  const openWhenFound = async () => {
    const index = pendingSeek.current === undefined ? active : await pendingSeek.current;
    if (index === undefined) return;
    const [entry] = await reader.between(index, index);
    open(entry);
  };
  const toggleAll = async (isOnlyAdding: boolean) => {
    const isDone = await choice.toggleAll(total, isOnlyAdding);
    setNote(isDone ? "" : t("files.tooMany", { n: formatGrouped(total) }));
  };
  const toggle = async (path: TreePath, index: number) => {
    const isDone = await choice.toggle(path, index, total);
    setNote(isDone ? "" : t("files.wholeOnly", { n: formatGrouped(total) }));
  };
  const seek = async (prefix: TypedPrefix) => {
    const search = reader.seek(prefix.text, prefix.text.length === 1 ? active + 1 : active);
    pendingSeek.current = search;
    const index = await search;
    if (pendingSeek.current !== search) return; // another letter has been typed since
    pendingSeek.current = undefined;
    setNote(index === undefined ? t("files.notFound", { text: prefix.text }) : "");
    if (index !== undefined) moveTo(index);
  };

  const onPress = useLatest((index: number, press: RowPress) => {
    const entry = entryAt(index);
    setNote("");
    if (press === "open") return open(entry);
    if (press === "toggle" && entry !== undefined) void toggle(entry.path, index);
    if (press === "extend") void choice.extendTo(index, active);
    if (press !== "extend") choice.endStretch();
    setActive(index);
    setHasMoved(true);
    hasGone.current = true;
  });

  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.altKey) return; // a button of the header has its own keys
    const hasCommand = event.ctrlKey || event.metaKey;
    const index = moveByKey(event.key, active, total, grid.current?.pageRows() ?? 1);
    if (index !== undefined && !hasCommand) {
      if (event.shiftKey) void choice.extendTo(index, active);
      else choice.endStretch();
      moveTo(index);
    } else if (hasCommand && event.key.toLowerCase() === "a") void toggleAll(true);
    else if (hasCommand) return;
    else if (event.key === "Enter") {
      if (pendingSeek.current === undefined && activeEntry !== undefined) open(activeEntry);
      else void openWhenFound();
    } else if (event.key === "Backspace") {
      if (props.hasAbove) goUp();
    } else {
      const prefix = typeAhead(typed.current, event.key, event.timeStamp);
      if (prefix !== undefined) {
        typed.current = prefix;
        void seek(prefix);
      } else if (event.key === " " && activeEntry !== undefined) {
        if (event.shiftKey) void choice.extendTo(active, active);
        else void toggle(activeEntry.path, active);
      } else return;
    }
    event.preventDefault();
  };

  const leftOut = folder.kind === "ready" && <LeftOutNote leftOut={folder.leftOut} />;
  if (folder.kind !== "ready" || total === 0) {
    return (
      <>
        {leftOut}
        <FolderMessage
          place={message}
          folder={folder}
          query={query}
          onUp={props.hasAbove ? goUp : undefined}
          onShowAll={props.onShowAll}
        />
      </>
    );
  }
  const checkOf = (path: TreePath): CheckState =>
    isSelected(selection, path) ? "all" : isPartlySelected(selection, path) ? "some" : "none";
  return (
    <>
      {leftOut}
      <VirtualGrid
        handle={grid}
        label={t("files.label", { folder: nameOf(query.path) || "/" })}
        count={total}
        rowHeight={isNarrow ? 30 : 32}
        headerHeight={30}
        active={active}
        isMultiselectable
        hasTypeAhead
        isBusy={isOld}
        onSight={(first, last) =>
          setSight((before) => (before.first === first && before.last === last ? before : { first, last }))
        }
        onKeyDown={onKeyDown}
        onFocus={() => setHasMoved(true)}
        rowId={(index) => `${idPrefix}-${index}`}
        header={
          <ListHeader
            sort={query.sort}
            onSort={props.onSort}
            check={checkOf(query.path)}
            onToggleAll={() => void toggleAll(false)}
          />
        }
        row={(index, id) => {
          const entry = folder.entryAt(index);
          return (
            <FileRow
              id={id}
              index={index}
              entry={entry}
              check={entry === undefined ? "none" : checkOf(entry.path)}
              isActive={index === active}
              onPress={onPress}
            />
          );
        }}
      />
      <p className={note === "" ? undefined : styles.notes} role="status">
        {note}
      </p>
    </>
  );
}

/** What one moves over quickly is not shown. */
const REST_MS = 120;

type Arrival = {
  /** Another folder. */
  readonly onFolder: () => void;
  /** Another folder, snapshot or order. */
  readonly onQuery: () => void;
  readonly find: (path: TreePath) => Promise<number | undefined>;
  readonly onFound: (index: number, isNewFolder: boolean) => void;
};

/** On arriving anywhere else the list is at the entry that is shown, if it is here. */
function useArrival(query: FolderQuery, shown: TreePath | null, arrival: Arrival): void {
  const lastPath = useRef<TreePath>(undefined);
  const latest = useRef({ shown, arrival });
  latest.current = { shown, arrival };
  useEffect(() => {
    const { shown: wanted, arrival: now } = latest.current;
    const isNewFolder = lastPath.current !== query.path;
    lastPath.current = query.path;
    now.onQuery();
    if (isNewFolder) now.onFolder();
    if (wanted === null || folderOf(wanted) !== query.path) return undefined;
    let isOver = false;
    now.find(wanted).then(
      (index) => {
        if (!isOver && index !== undefined) now.onFound(index, isNewFolder);
      },
      () => undefined, // the list itself says what is wrong
    );
    return () => {
      isOver = true;
    };
  }, [query]);
}

/** A function that stays the same while what it does follows the newest drawing. */
function useLatest<Arguments extends unknown[]>(
  does: (...args: Arguments) => void,
): (...args: Arguments) => void {
  const latest = useRef(does);
  latest.current = does;
  return useCallback((...args: Arguments) => latest.current(...args), []);
}
