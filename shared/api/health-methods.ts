import { z } from "zod";
import { DeviceType } from "../model/device-type.ts";
import { ExplainedOutput, MAX_SAVED_OUTPUT_LENGTH } from "../model/health-explained.ts";
import {
  ArrayView,
  ControllerView,
  DiskDetail,
  DiskView,
  HealthOverview,
  SERIES_METRICS,
  SeriesRun,
  VolumeView,
} from "../model/health-view.ts";
import { HealthSubjectIdText, TimeMs, WatchedHostIdText } from "../model/primitives.ts";
import { HostTrial, WatchedHost, WatchedHostDraft, WatchedHostSecrets } from "../model/watched-host.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const subject = z.strictObject({ subjectId: HealthSubjectIdText });
const ofHost = z.strictObject({ hostId: WatchedHostIdText.optional() });
const draft = z.strictObject({ draft: WatchedHostDraft, secrets: WatchedHostSecrets });
const edited = draft.extend({ hostId: WatchedHostIdText });

/** The largest chart anybody draws. */
const MAX_RUNS = 5000;

export const healthMethods = {
  "health.overview": method("read", nothing, HealthOverview),
  /** The worst first; of all hosts, or of one. */
  "health.disks": method("read", ofHost, z.strictObject({ disks: z.array(DiskView) })),
  /** With all attributes. @throws HEALTH_SUBJECT_NOT_FOUND */
  "health.disk": method("read", subject, DiskDetail),
  "health.arrays": method("read", ofHost, z.strictObject({ arrays: z.array(ArrayView) })),
  "health.controllers": method("read", ofHost, z.strictObject({ controllers: z.array(ControllerView) })),
  "health.volumes": method("read", ofHost, z.strictObject({ volumes: z.array(VolumeView) })),
  /** How a value changed, the oldest first, thinned out to at most `maxRuns`. @throws HEALTH_SUBJECT_NOT_FOUND */
  "health.series": method(
    "read",
    subject.extend({
      metric: z.enum(SERIES_METRICS),
      fromMs: TimeMs,
      toMs: TimeMs,
      maxRuns: z.int().min(2).max(MAX_RUNS).default(600),
    }),
    z.strictObject({ runs: z.array(SeriesRun) }),
  ),
  /** Judges a saved output of a tool as if it had just been run, without history. Nothing is kept. */
  "health.explain": method(
    "read",
    z.strictObject({ text: z.string().max(MAX_SAVED_OUTPUT_LENGTH) }),
    ExplainedOutput,
  ),
  /** Silent until it gets worse: on the pages, in the overview, and as an alert. @throws HEALTH_SUBJECT_NOT_FOUND */
  "health.acknowledge": method("write", subject, nothing),
  /** Lets go of what is not there any more, with its history. @throws HEALTH_SUBJECT_NOT_FOUND, HEALTH_SUBJECT_PRESENT */
  "health.forget": method("write", subject, nothing),
  /**
   * How smartctl reaches a disk, where it does not find that out by itself; null leaves it to smartctl. The host is read soon after.
   * @throws HEALTH_SUBJECT_NOT_FOUND, DISK_TYPE_NOT_TAKEN
   */
  "health.setDeviceType": method("write", subject.extend({ deviceType: DeviceType.nullable() }), nothing),
  /** Reads all hosts now, or one, and answers when that is over. @throws WATCHED_HOST_NOT_FOUND */
  "health.checkNow": method("write", ofHost, nothing),
};

export const hostsMethods = {
  /** This machine first, then by name. */
  "hosts.list": method("read", nothing, z.strictObject({ hosts: z.array(WatchedHost) })),
  /** It is read soon after. @throws NAME_TAKEN, WATCHED_HOST_INCOMPLETE */
  "hosts.add": method("write", draft, WatchedHost),
  /**
   * Another address, port or user makes the pinned host key void, and needs its secrets again.
   * @throws WATCHED_HOST_NOT_FOUND, NAME_TAKEN, WATCHED_HOST_INCOMPLETE
   */
  "hosts.edit": method("write", edited, WatchedHost),
  /** With all that is known of its disks. @throws WATCHED_HOST_NOT_FOUND, WATCHED_HOST_FIXED for this machine */
  "hosts.remove": method("write", z.strictObject({ hostId: WatchedHostIdText }), nothing),
  /** Takes the key that the host shows from now on: a person has compared it. @throws WATCHED_HOST_NOT_FOUND */
  "hosts.trustKey": method(
    "write",
    z.strictObject({ hostId: WatchedHostIdText, hostKey: z.string().max(200) }),
    WatchedHost,
  ),
  /** Signs in and reads once, with what is in the form; saves nothing. `hostId` names the one that is edited. @throws WATCHED_HOST_INCOMPLETE */
  "hosts.test": method("write", draft.extend({ hostId: WatchedHostIdText.optional() }), HostTrial),
};
