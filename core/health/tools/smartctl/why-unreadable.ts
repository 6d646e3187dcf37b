import type { Gap, GapReason } from "../../../../shared/model/health-reading.ts";
import { gap } from "../../reading/empty.ts";
import { asList, at } from "../../reading/json.ts";
import { cleanText } from "../../reading/text.ts";

/**
 * What smartctl's messages tell, in its own English. The first that fits is taken. Error 5 is how Windows refuses a person who is
 * not an administrator.
 */
const SAYINGS: readonly (readonly [says: RegExp, reason: GapReason])[] = [
  [
    /permission denied|access is denied|operation not permitted|\berror=5\b|must be run as|requires root/i,
    "permission-denied",
  ],
  [/unknown usb bridge|unsupported usb|please specify device type|usb bridge/i, "bridge-hides-smart"],
  // disks that virtual machines make up, and cards: there is nothing behind them that smartctl knows to ask
  [/^\/dev\/(?:vd|xvd|mmcblk|pmem|rbd|nbd)\w*: unable to detect device type/i, "smart-unsupported"],
  [
    /does not support smart|smart support is:\s*unavailable|lacks smart|not supported by/i,
    "smart-unsupported",
  ],
  [/smart (?:is )?disabled|smart support is:\s*disabled/i, "smart-disabled"],
  [
    /unable to detect device type|open(?:ing)? device|open failed|no such (?:file|device)|i\/o error|input\/output error/i,
    "device-not-opened",
  ],
];
const ASLEEP = /\b(?:standby|sleep|idle)[\w ()]{0,20}\bmode\b/i;

export type Message = { readonly text: string; readonly isError: boolean };

/** What smartctl says besides numbers. */
export function messagesOf(output: unknown): readonly Message[] {
  return asList(at(output, "smartctl", "messages"))
    .slice(0, 50)
    .flatMap((message) => {
      const text = cleanText(at(message, "string"));
      return text === null ? [] : [{ text, isError: at(message, "severity") === "error" }];
    });
}

/** @returns whether smartctl left the disk alone because it sleeps */
export function saysAsleep(messages: readonly Message[]): boolean {
  return messages.some(({ text }) => ASLEEP.test(text));
}

/** @returns what a message means for reading the disk; undefined for one that means nothing for it */
export function gapOf({ text, isError }: Message, about: string | null): Gap | undefined {
  const reason = SAYINGS.find(([says]) => says.test(text))?.[1] ?? (isError ? "tool-failed" : undefined);
  return reason === undefined ? undefined : gap(reason, text, about);
}
