import { useTranslation } from "react-i18next";
import type { HealthSubjectId, WatchedHostId } from "../../../../shared/ids.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { CopiesBand } from "../copies/copies-band.tsx";
import { allGaps } from "../model/all-gaps.ts";
import { HostContent } from "./host-content.tsx";
import { HostFactsBand } from "./host-facts-band.tsx";
import { HostGaps } from "./host-gaps.tsx";
import { HostSentence } from "./host-sentence.tsx";
import { SelfTestSchedule } from "./self-test-schedule.tsx";
import { SilentNote } from "./silent-note.tsx";

type HostPaneProps = {
  readonly host: WatchedHost;
  /** What is brought into sight. */
  readonly subjectId: HealthSubjectId | undefined;
  readonly onEdit: () => void;
};

/** One host: how it is, its arrays, disks, file systems and controllers, and what of it could not be read. */
export function HostPane({ host, subjectId, onEdit }: HostPaneProps) {
  const { t } = useTranslation("storage");
  const answer = useOnHost(host.id);
  const check = useAct("health.checkNow");
  const checkNow = (
    <Button isBusy={check.isRunning || host.isReading} onClick={() => void check.run({ hostId: host.id })}>
      {t("checkNow")}
    </Button>
  );
  if (answer.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
        <Waiting rows={6} />
      </Page>
    );
  }
  if (answer.kind === "failed") {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} />}>
        <ErrorNote error={answer.error} onRetry={answer.retry} />
      </Page>
    );
  }
  const { disks, arrays, controllers } = answer.value;
  const gaps = allGaps(host.gaps, [...arrays, ...disks, ...controllers]);
  return (
    <Page sentence={<HostSentence host={host} on={answer.value} actions={checkNow} />}>
      {check.error !== undefined && <ErrorNote error={check.error} />}
      <SilentNote host={host} />
      <HostContent on={answer.value} subjectId={subjectId} isRead={host.state === "answers"} />
      <HostGaps gaps={gaps} />
      <CopiesBand hostId={host.id} />
      <SelfTestSchedule host={host} />
      <HostFactsBand host={host} onEdit={onEdit} />
    </Page>
  );
}

/** All that is on a host; failed when one part of it cannot be had, for a part alone would look like all. */
function useOnHost(hostId: WatchedHostId) {
  const disks = useCall("health.disks", { hostId });
  const arrays = useCall("health.arrays", { hostId });
  const controllers = useCall("health.controllers", { hostId });
  const volumes = useCall("health.volumes", { hostId });
  for (const call of [disks, arrays, controllers, volumes]) if (call.kind === "failed") return call;
  if (
    disks.kind !== "ready" ||
    arrays.kind !== "ready" ||
    controllers.kind !== "ready" ||
    volumes.kind !== "ready"
  )
    return { kind: "loading" as const };
  return {
    kind: "ready" as const,
    value: { ...disks.value, ...arrays.value, ...controllers.value, ...volumes.value },
  };
}
