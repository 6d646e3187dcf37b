import type { ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asList, asRecord, at, isRecord, type JsonRecord, parseJson } from "../../reading/json.ts";
import { toCount } from "../../reading/numbers.ts";
import { cleanText } from "../../reading/text.ts";
import { unreadableText } from "../../reading/unreadable-text.ts";
import { collectRows } from "./collect-rows.ts";
import { readController, readOverview } from "./read-controller.ts";
import { readDrives, readRebuilds } from "./read-drives.ts";
import { readVirtualDrives } from "./read-virtual-drives.ts";
import { COMPLAINTS, NOTHING_THERE } from "./storcli-words.ts";

const MAX_CONTROLLERS = 64;
/** How the tool describes an answer about them. */
const REBUILDS = /rebuild|copy ?back/i;

/**
 * Reads what storcli, perccli or storcli2 answers with `J`: of controllers (`/call show all`), virtual drives (`/call/vall show
 * all`), drives (`/call/eall/sall show all`), the battery (`/call/cv show all`), foreign configurations (`/call/fall show all`), or
 * the list of controllers (`show`), of cards driven by megaraid_sas and by mpt3sas alike.
 *
 * Written to real outputs of healthy controllers; states of broken ones are those of the tool's own legend.
 *
 * @returns never an exception; a controller that was not found is a gap
 */
export function parseStorcli(text: string): ToolReading {
  const { value, problem } = parseJson(text);
  if (problem !== null)
    return isStorcliText(text.slice(0, 1000)) ? unreadable("output-not-json") : unreadableText(problem, text);
  const answers = asList(at(value, "Controllers")).filter(isRecord).slice(0, MAX_CONTROLLERS);
  if (answers.length === 0) return unreadable("output-unreadable");
  const reading = emptyReading();
  for (const answer of answers) readAnswer(answer, reading);
  return reading;
}

/** @returns whether it is what the tool prints without `J` */
export function isStorcliText(text: string): boolean {
  return /^CLI Version = \d/m.test(text);
}

function readAnswer(answer: unknown, reading: ToolReading): void {
  const status = asRecord(at(answer, "Command Status"));
  const response = asRecord(at(answer, "Response Data"));
  const number = toCount(status.Controller);
  const name = number === null ? "/c?" : `/c${number}`;
  const complaint = readFailure(status, number === null ? null : name, reading) ?? foreignGroups(response);
  // of drives alone it is a list
  const rows = collectRows(at(answer, "Response Data"));
  const driver = cleanText(at(response, "Version", "Driver Name")) ?? cleanText(response["Driver Name"]);
  const controller = readController(response, name, complaint);
  if (controller !== null) reading.controllers.push(controller);
  reading.controllers.push(...readOverview(response));
  reading.arrays.push(...readVirtualDrives(rows, name));
  reading.disks.push(...readDrives(rows, name, driver === null || /^megaraid/i.test(driver)));
  if (REBUILDS.test(cleanText(status.Description) ?? "")) reading.disks.push(...readRebuilds(rows, name));
}

/** @returns how many drive groups of another controller, or another time, there are; null when there are none */
function foreignGroups(response: JsonRecord): string | null {
  for (const key of ["Total foreign Drive Groups", "Total foreign DG Count"]) {
    if ((toCount(response[key]) ?? 0) > 0) return `${key}: ${response[key]}`;
  }
  return null;
}

/** @returns what is no failure of the tool, but wants somebody to look at the controller */
function readFailure(
  status: Readonly<Record<string, unknown>>,
  about: string | null,
  reading: ToolReading,
): string | null {
  if (status.Status === "Success") return null;
  if (status.Status === undefined) {
    reading.gaps.push(gap("output-unreadable", null, about));
    return null;
  }
  const details = asList(status["Detailed Status"]).filter(isRecord).slice(0, 50);
  const messages = details
    .filter((row) => row.Status !== "Success")
    .map((row) => cleanText(row.ErrMsg ?? row.Description));
  const said = [cleanText(status.Description), ...messages].filter(
    (message) => message !== null && message !== "None",
  );
  if (said.some((message) => message !== null && NOTHING_THERE.test(message))) return null;
  const complaint = said.find((message) => message !== null && COMPLAINTS.test(message));
  if (complaint !== undefined) return complaint;
  const isAbsent = said.some((message) => /not found|no controller/i.test(message ?? ""));
  reading.gaps.push(gap(isAbsent ? "device-not-opened" : "tool-failed", said.join("; "), about));
  return null;
}
