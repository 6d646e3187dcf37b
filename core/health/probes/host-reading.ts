import type {
  ArrayReading,
  ControllerReading,
  DiskReading,
  Gap,
} from "../../../shared/model/health-reading.ts";
import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { VolumeReading } from "../../catalog/health-subject-store.ts";
import type { HostLayout } from "../under-path/host-layout.ts";

/** Something that was found, and which probes name it. */
export type Found<Reading> = { readonly reading: Reading; readonly sources: readonly string[] };

/** All that one round read of one host. */
export type HostReading = {
  readonly disks: readonly (Found<DiskReading> & {
    readonly isRemovable: boolean;
    /** Kernel names of the disk and all that lies on it, without `/dev/`: by these arrays name their members. */
    readonly names: readonly string[];
    /** It was read by a type that a person named; the kernel may call it by a serial number of the adapter. */
    readonly given?: { readonly deviceType: string; readonly kernelSerial: string | null };
  })[];
  readonly arrays: readonly Found<ArrayReading>[];
  readonly controllers: readonly Found<ControllerReading>[];
  readonly volumes: readonly VolumeReading[];
  readonly facts: HostFacts | null;
  /** How its file systems lie upon its disks; left out where it does not tell. */
  readonly layout?: HostLayout;
  /** What could not be read and belongs to none of the above. */
  readonly gaps: readonly Gap[];
  /** Probes that told all there is: what such a one named before and names no more is gone. */
  readonly complete: ReadonlySet<string>;
};

export const EMPTY_HOST_READING: HostReading = {
  disks: [],
  arrays: [],
  controllers: [],
  volumes: [],
  facts: null,
  gaps: [],
  complete: new Set(),
};
