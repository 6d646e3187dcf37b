import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../shared/format/printable.ts";
import type { LocalPlace } from "../../shared/model/app.ts";
import { useAct } from "../host/use-act.ts";
import { useCall } from "../host/use-call.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./error-note.tsx";
import styles from "./folder-picker.module.css";
import { Icon, type IconName } from "./icon.tsx";
import { TextField } from "./text-field.tsx";
import { useFormat } from "./use-format.ts";
import { VirtualRows } from "./virtual-rows.tsx";
import { Waiting } from "./waiting.tsx";

type FolderPickerProps = {
  readonly startPath?: string | undefined;
  readonly isForWriting: boolean;
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
};

/** Lists the folders of the machine Backstay runs on, which need not be the one the page is looked at from. */
export function FolderPicker({ startPath, isForWriting, onChoose, onClose }: FolderPickerProps) {
  const { t } = useTranslation();
  const places = useCall("folders.places", {}, { isVolatile: true });
  const firstPlace = places.kind === "ready" ? places.value.places[0]?.path : undefined;
  const [opened, setOpened] = useState(startPath);
  const path = opened ?? firstPlace;
  // what stands in the field need not be there yet; what somebody opens here he saw, or typed, and is told that it is not there
  const orNearest = opened !== undefined && opened === startPath;
  const folder = useCall(
    "folders.list",
    { path: path ?? "/", orNearest },
    { isEnabled: path !== undefined, keepsPrevious: true, isVolatile: true },
  );
  const shown = folder.kind === "ready" ? folder.value : undefined;
  const folders = visibleFirst(shown?.folders ?? []);
  const isReadOnly = isForWriting && shown !== undefined && !shown.isWritable;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("folderPicker.title")}
      size={720}
      actions={
        <Button
          kind="primary"
          onClick={() => shown !== undefined && onChoose(shown.path)}
          {...(isReadOnly ? { offBecause: t("folderPicker.readOnly") } : {})}
        >
          {t("folderPicker.choose")}
        </Button>
      }
    >
      <div className={styles.picker}>
        <nav className={styles.places} aria-label={t("folderPicker.places")}>
          {places.kind === "ready" &&
            places.value.places.map((place) => (
              <PlaceButton
                key={place.path}
                place={place}
                isOpen={place.path === shown?.path}
                onOpen={() => setOpened(place.path)}
              />
            ))}
        </nav>
        <div className={styles.folder}>
          <PathLine shown={shown?.path} wanted={path ?? ""} onOpen={setOpened} />
          {shown?.missing != null && (
            <p className={styles.nearest} role="status">
              {t("folderPicker.nearest", { path: printable(shown.missing) })}
            </p>
          )}
          {folder.kind === "failed" && <ErrorNote error={folder.error} onRetry={folder.retry} />}
          {folder.kind === "loading" && <Waiting rows={8} rowHeight={32} />}
          {shown !== undefined && (
            <>
              <ul className={styles.rows}>
                {shown.parent !== null && (
                  <li>
                    <FolderRow
                      icon="chevron-up"
                      name={t("folderPicker.up")}
                      path={shown.parent}
                      onOpen={setOpened}
                    />
                  </li>
                )}
              </ul>
              <VirtualRows
                key={shown.path}
                className={styles.list}
                count={folders.length}
                rowHeight={32}
                row={(index) => {
                  const entry = folders[index];
                  if (entry === undefined) return null;
                  return (
                    <FolderRow
                      icon="folder"
                      name={entry.name}
                      path={entry.path}
                      onOpen={setOpened}
                      {...(entry.isReadable ? {} : { note: t("folderPicker.unreadable") })}
                    />
                  );
                }}
              />
              <p className={styles.note}>
                {shown.folders.length === 0 && t("folderPicker.empty")}
                {shown.hasMore && t("folderPicker.more")}
                {isReadOnly && t("folderPicker.readOnly")}
              </p>
              {isForWriting && shown.isWritable && <NewFolder parent={shown.path} onMade={setOpened} />}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Folders that begin with a dot hold programs' own files; whoever looks for their work should not have to pass them. */
function visibleFirst<T extends { readonly name: string }>(folders: readonly T[]): readonly T[] {
  return folders.toSorted((a, b) => Number(a.name.startsWith(".")) - Number(b.name.startsWith(".")));
}

const PLACE_ICONS: Readonly<Record<LocalPlace["kind"], IconName>> = {
  home: "computer",
  documents: "documents",
  pictures: "photos",
  desktop: "computer",
  disk: "storage",
  mount: "nas",
};

type PlaceButtonProps = { readonly place: LocalPlace; readonly isOpen: boolean; readonly onOpen: () => void };

function PlaceButton({ place, isOpen, onOpen }: PlaceButtonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isRoom = place.freeBytes !== null && place.totalBytes !== null;
  const isOwnWord = place.kind !== "disk" && place.kind !== "mount";
  return (
    <button type="button" className={styles.place} aria-current={isOpen || undefined} onClick={onOpen}>
      <Icon name={PLACE_ICONS[place.kind]} size={15} />
      <span>
        <span className={styles.placeName}>
          {isOwnWord ? t(`folderPicker.place.${place.kind}`) : printable(place.label)}
        </span>
        {isRoom && !isOwnWord && (
          <small>
            {t("folderPicker.free", {
              free: format.bytes(place.freeBytes ?? 0),
              total: format.bytes(place.totalBytes ?? 0),
            })}
          </small>
        )}
      </span>
    </button>
  );
}

type FolderRowProps = {
  readonly icon: IconName;
  readonly name: string;
  readonly path: string;
  readonly onOpen: (path: string) => void;
  readonly note?: string;
};

function FolderRow({ icon, name, path, onOpen, note }: FolderRowProps) {
  return (
    <button
      type="button"
      className={styles.row}
      aria-disabled={note !== undefined || undefined}
      title={note}
      onClick={() => note === undefined && onOpen(path)}
    >
      <Icon name={icon} size={15} />
      <span className={styles.name}>{printable(name)}</span>
      {note !== undefined && <small>{note}</small>}
    </button>
  );
}

type PathLineProps = {
  /** Undefined until a folder is listed. */
  readonly shown: string | undefined;
  readonly wanted: string;
  readonly onOpen: (path: string) => void;
};

function PathLine({ shown, wanted, onOpen }: PathLineProps) {
  const { t } = useTranslation();
  const path = shown ?? wanted;
  const [edited, setEdited] = useState<string>();
  // the first folder arrives by itself, and must not change the text that somebody is about to type over
  const [held, setHeld] = useState<string>();
  const [last, setLast] = useState(shown);
  if (shown !== undefined && shown !== last) {
    setLast(shown);
    // a person may type before the first folder is listed, and keeps what was typed; going to another one is an answer to it
    if (last !== undefined) {
      setEdited(undefined);
      setHeld(undefined);
    }
  }
  const typed = edited ?? held ?? path;
  return (
    <form
      className={styles.path}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation(); // the picker may stand inside of another form
        onOpen(typed || path);
      }}
    >
      <TextField
        label={t("folderPicker.path")}
        value={typed}
        onChange={setEdited}
        onFocus={() => shown === undefined && setHeld(path)}
        onBlur={() => setHeld(undefined)}
      />
      <Button type="submit" {...(typed === path ? { "aria-hidden": true } : {})}>
        {t("folderPicker.open")}
      </Button>
    </form>
  );
}

type NewFolderProps = { readonly parent: string; readonly onMade: (path: string) => void };

function NewFolder({ parent, onMade }: NewFolderProps) {
  const { t } = useTranslation();
  const [name, setName] = useState<string>();
  const make = useAct("folders.make");
  if (name === undefined) {
    return (
      <Button kind="quiet" size="small" icon="plus" onClick={() => setName("")}>
        {t("folderPicker.newFolder")}
      </Button>
    );
  }
  const submit = async (): Promise<void> => {
    const made = await make.run({ parent, name: name.trim() });
    if (made !== undefined) onMade(made.path);
  };
  return (
    <>
      <form
        className={styles.path}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (name.trim() !== "") void submit();
        }}
      >
        <TextField label={t("folderPicker.newFolderName")} value={name} onChange={setName} autoFocus />
        <Button type="submit" isBusy={make.isRunning}>
          {t("folderPicker.make")}
        </Button>
      </form>
      {make.error !== undefined && <ErrorNote error={make.error} />}
    </>
  );
}
