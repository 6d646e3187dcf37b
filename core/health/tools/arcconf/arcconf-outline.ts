import { splitKeyed } from "../../reading/keyed-line.ts";
import { outputLines } from "../../reading/text.ts";

/** Settings of one part, by their name in lower case: its spelling differs between versions. */
export type Facts = Map<string, string>;

export type ArcconfLogical = { readonly number: string; readonly facts: Facts; readonly segments: Segment[] };
/** `Group 0, Segment 1 : Present (…, Slot:5) SERIAL`, or `Device 8 : Present (…) SERIAL`. */
export type Segment = { readonly name: string; readonly text: string };
/** Drives that carry logical devices, as newer versions list them on their own. */
export type ArcconfArray = { readonly number: string; readonly facts: Facts; readonly segments: Segment[] };
export type ArcconfDevice = {
  readonly channel: string;
  readonly number: string;
  readonly facts: Facts;
  kind: string;
};

/** The parts of an output, as they stand: nothing in them is judged yet. */
export type ArcconfOutline = {
  readonly controller: Facts;
  /** Settings below a headline about a battery, capacitor or backup unit. */
  readonly battery: Facts;
  readonly logicals: ArcconfLogical[];
  readonly arrays: ArcconfArray[];
  readonly devices: ArcconfDevice[];
  /** Whether the tool said that it was done. */
  readonly isComplete: boolean;
  /** What it said when it was not. */
  readonly failure: string | null;
  /** How many controllers it found; null when it did not say so. */
  readonly controllersFound: string | null;
};

const MAX_PARTS = 2000;
const RULER = /^-{10,}$/;
const LOGICAL = /^logical device number (\w{1,10})$/i;
const ARRAY = /^array number (\w{1,10})$/i;
const CHANNEL = /^channel #(\d{1,4}):?$/i;
const DEVICE = /^device #(\d{1,5})$/i;
const DEVICE_KIND = /^device is an? (\S.{1,60})$/i;
const SEGMENT = /^(?:(?:group \d{1,4}, )?segment \d{1,5}|device \d{1,5})$/i;
const BATTERY = /battery|capacitor|zmm|backup unit|flash backup/i;
const DONE = /^command completed successfully\.$/i;
const FAILED =
  /^command (?:failed|aborted)\b.{0,200}$|^(?:controller|adapter) \d+ (?:not found|is not).{0,100}$|^invalid .{0,100}$/i;

/** Sorts the lines of `arcconf GETCONFIG n` by what they are about. */
export function outlineArcconf(text: string): ArcconfOutline {
  const controller: Facts = new Map();
  const battery: Facts = new Map();
  const logicals: ArcconfLogical[] = [];
  const arrays: ArcconfArray[] = [];
  const devices: ArcconfDevice[] = [];
  let isComplete = false;
  let failure: string | null = null;
  let controllersFound: string | null = null;
  let channel = "?";
  let facts: Facts | null = null;
  let segments: Segment[] | null = null;
  let isHeadline = false;

  for (const line of outputLines(text)) {
    const body = line.slice(0, 1000).trim();
    if (body === "" || RULER.test(body)) {
      // a headline stands between two rulers
      isHeadline = body !== "";
      continue;
    }
    const wasHeadline = isHeadline;
    isHeadline = false;
    if (logicals.length + arrays.length > MAX_PARTS || devices.length > MAX_PARTS) break;
    const [, logical] = LOGICAL.exec(body) ?? [];
    const [, array] = ARRAY.exec(body) ?? [];
    const [, device] = DEVICE.exec(body) ?? [];
    if (DONE.test(body)) isComplete = true;
    else if (FAILED.test(body)) failure = body;
    else if (logical !== undefined) {
      facts = new Map();
      segments = [];
      logicals.push({ number: logical, facts, segments });
    } else if (array !== undefined) {
      facts = new Map();
      segments = [];
      arrays.push({ number: array, facts, segments });
    } else if (CHANNEL.test(body)) {
      channel = CHANNEL.exec(body)?.[1] ?? "?";
      facts = null;
    } else if (device !== undefined) {
      facts = new Map();
      segments = null;
      devices.push({ channel, number: device, facts, kind: "" });
    } else if (DEVICE_KIND.test(body)) {
      const last = devices.at(-1);
      if (last !== undefined) last.kind = DEVICE_KIND.exec(body)?.[1] ?? "";
    } else {
      const setting = splitKeyed(body);
      if (setting === null || (wasHeadline && setting.value === "")) {
        if (wasHeadline) facts = factsBelow(body, facts, controller, battery);
      } else if (segments !== null && SEGMENT.test(setting.key)) {
        segments.push({ name: setting.key, text: setting.value });
      } else if (setting.key.toLowerCase() === "controllers found") controllersFound = setting.value;
      else {
        const key = setting.key.toLowerCase();
        if (facts !== null && !facts.has(key)) facts.set(key, setting.value);
      }
    }
  }
  return { controller, battery, logicals, arrays, devices, isComplete, failure, controllersFound };
}

/** @returns where settings below this headline belong: those of a device or logical device go on below its own headlines */
function factsBelow(headline: string, facts: Facts | null, controller: Facts, battery: Facts): Facts | null {
  if (BATTERY.test(headline)) return battery;
  if (/^controller information/i.test(headline)) return controller;
  if (/^(?:logical device|physical device|array|connector|maxcache|enclosure) information/i.test(headline))
    return null;
  return facts === battery ? controller : facts;
}
