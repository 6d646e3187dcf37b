import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type {
  ArrayView,
  ControllerView,
  DiskView,
  VolumeView,
} from "../../../../shared/model/health-view.ts";
import { ArrayBand } from "../array/array-band.tsx";
import { ControllersBand } from "./controllers-band.tsx";
import { DisksBand } from "./disks-band.tsx";
import { VolumesBand } from "./volumes-band.tsx";

export type OnHost = {
  readonly disks: readonly DiskView[];
  readonly arrays: readonly ArrayView[];
  readonly controllers: readonly ControllerView[];
  readonly volumes: readonly VolumeView[];
};

type HostContentProps = {
  readonly on: OnHost;
  readonly subjectId: HealthSubjectId | undefined;
  /** It was read, so that having no disk says something. */
  readonly isRead: boolean;
};

/** What is on a host, from the arrays down to the disks in them. */
export function HostContent({ on, subjectId, isRead }: HostContentProps) {
  const { arrays, disks, controllers, volumes } = on;
  const byId = new Map(disks.map((disk) => [disk.id, disk]));
  return (
    <>
      {arrays.map((array) => (
        <ArrayBand key={array.id} array={array} disks={byId} isWanted={array.id === subjectId} />
      ))}
      {(isRead || disks.length > 0) && <DisksBand disks={disks} />}
      {controllers.length > 0 && <ControllersBand controllers={controllers} wantedId={subjectId} />}
      {volumes.length > 0 && <VolumesBand volumes={volumes} />}
    </>
  );
}
