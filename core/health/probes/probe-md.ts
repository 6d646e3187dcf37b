import type { ToolReading } from "../../../shared/model/health-reading.ts";
import { emptyReading } from "../reading/empty.ts";
import { joinReadings } from "../reading/join-readings.ts";
import { MDSTAT, readDetail, readSysfs } from "../tools/md/commands.ts";
import { parseMdSysfs } from "../tools/md/parse-md-sysfs.ts";
import { parseMdadmDetail } from "../tools/md/parse-mdadm-detail.ts";
import { parseMdstat } from "../tools/md/parse-mdstat.ts";
import { type Round, readingOf } from "./ask.ts";

/** md's arrays by two signals that anybody may read, and by mdadm where that is allowed. */
export async function probeMd(round: Round): Promise<ToolReading> {
  const output = await round.run(MDSTAT);
  const hasNoMd = output.kind === "said" && /No such file/i.test(output.stderr);
  if (hasNoMd) return emptyReading();
  const listed = readingOf(output, parseMdstat, "md");
  const others = await Promise.all(
    listed.arrays.map(async ({ name }) => {
      const sysfs = readSysfs(name);
      const detail = readDetail(`/dev/${name}`, "text");
      return joinReadings(
        await Promise.all([
          sysfs === undefined ? emptyReading() : round.read(sysfs, parseMdSysfs),
          detail === undefined
            ? emptyReading()
            : withoutGaps(await round.read(detail, parseMdadmDetail, { asRoot: true })),
        ]),
      );
    }),
  );
  return joinReadings([listed, ...others]);
}

/** A third signal that is refused or not installed takes nothing from the other two. */
function withoutGaps(reading: ToolReading): ToolReading {
  const isRefused = reading.gaps.every(
    ({ reason }) => reason === "permission-denied" || reason === "tool-missing",
  );
  return isRefused ? { ...reading, gaps: [] } : reading;
}
