import { methods } from "../../shared/api/methods.ts";
import type { CallContext } from "./calls/call-context.ts";
import { compareSnapshots } from "./calls/compare.ts";
import { readFolderPage, seekInFolder } from "./calls/folder.ts";
import { measureSelection } from "./calls/measure.ts";
import { previewFile } from "./calls/preview.ts";
import { searchFiles } from "./calls/search.ts";
import { listSeries, listSnapshots } from "./calls/snapshots.ts";
import { listVersions } from "./calls/versions.ts";
import type { ReaderCall } from "./messages.ts";

/** The calls that are answered by one message. */
export type PageCall = Exclude<ReaderCall, `download.${string}`>;

/**
 * @param input checked again here, for the process stands between
 * @throws {BackstayError} what the method of the contract throws
 */
export async function answerCall(name: PageCall, input: unknown, context: CallContext): Promise<unknown> {
  switch (name) {
    case "snapshots.series":
      return listSeries(context);
    case "snapshots.list":
      return listSnapshots(methods[name].input.parse(input), context);
    case "restore.folder":
      return readFolderPage(methods[name].input.parse(input), context);
    case "restore.seek":
      return seekInFolder(methods[name].input.parse(input), context);
    case "restore.versions":
      return listVersions(methods[name].input.parse(input), context);
    case "restore.search":
      return searchFiles(methods[name].input.parse(input), context);
    case "restore.compare":
      return compareSnapshots(methods[name].input.parse(input), context);
    case "restore.preview":
      return previewFile(methods[name].input.parse(input), context);
    case "restore.measure":
      return measureSelection(methods[name].input.parse(input), context);
  }
}
