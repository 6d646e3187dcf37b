import type { HealthSubjectId, WatchedHostId } from "../../../../shared/ids.ts";
import { HealthSubjectIdText, WatchedHostIdText } from "../../../../shared/model/primitives.ts";

/** What the page shows, as it stands in the address behind `/storage`. */
export type StoragePlace =
  | {
      readonly view: "host";
      /** Undefined: the one that needs a person most. */
      readonly hostId: WatchedHostId | undefined;
      /** An array or controller on it that is brought into sight. */
      readonly subjectId: HealthSubjectId | undefined;
    }
  | { readonly view: "disk"; readonly diskId: HealthSubjectId }
  | { readonly view: "saved" };

/**
 * @param rest what follows `/storage/` in the address
 * @returns the hosts for an address that nobody made
 */
export function placeOf(rest: string | undefined): StoragePlace {
  const [view, first, second] = (rest ?? "").split("/");
  if (view === "saved") return { view };
  const diskId = HealthSubjectIdText.safeParse(first).data;
  if (view === "disk" && diskId !== undefined) return { view, diskId };
  const hostId = view === "host" ? WatchedHostIdText.safeParse(first).data : undefined;
  const subjectId = hostId === undefined ? undefined : HealthSubjectIdText.safeParse(second).data;
  return { view: "host", hostId, subjectId };
}

/** @returns the address of a place on this page */
export function addressOf(place: StoragePlace): string {
  if (place.view === "saved") return "/storage/saved";
  if (place.view === "disk") return `/storage/disk/${place.diskId}`;
  if (place.hostId === undefined) return "/storage";
  return ["/storage/host", place.hostId, ...(place.subjectId === undefined ? [] : [place.subjectId])].join(
    "/",
  );
}

export function addressOfDisk(diskId: HealthSubjectId): string {
  return addressOf({ view: "disk", diskId });
}

export function addressOfHost(hostId: WatchedHostId, subjectId?: HealthSubjectId): string {
  return addressOf({ view: "host", hostId, subjectId });
}
