import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { SelfTest } from "../../../../shared/model/health-reading.ts";
import type { DiskDetail } from "../../../../shared/model/health-view.ts";
import type { SelfTestRun } from "../../../../shared/model/self-test.ts";
import { selfTestRefusals } from "../../../../shared/words/self-test-words.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { useLanguage } from "../../../words/use-language.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import styles from "./self-tests.module.css";

const SHOWN = 5;

/** Tests that the disk ran of itself: one that runs, what earlier ones found, and a way to begin one. */
export function SelfTestsBand({ detail }: { readonly detail: DiskDetail }) {
  const { t } = useTranslation("selfTests");
  const words = useStorageWords();
  const start = useAct("selfTests.start");
  const [isAsked, setIsAsked] = useState(false);
  const { disk, reading } = detail;
  const answer = useCall("selfTests.list", { subjectId: disk.id, limit: SHOWN });
  const own = answer.kind === "ready" ? answer.value.tests : [];
  const log =
    reading.selfTestLog.length > 0 || disk.selfTest === null ? reading.selfTestLog : [disk.selfTest];
  const running = own.find(({ state }) => state === "running");
  const inDisk = log.find(({ outcome }) => outcome === "running");
  const isRunning = running !== undefined || inDisk !== undefined;
  const begin = async (kind: SelfTestRun["kind"]) => {
    await start.run({ subjectId: disk.id, kind });
    setIsAsked(false);
  };
  return (
    <Band
      heading={t("heading")}
      caption={t("caption")}
      end={
        !disk.isVanished &&
        !isRunning && (
          <>
            <Button size="small" isBusy={start.isRunning} onClick={() => void begin("short")}>
              {t("start.short")}
            </Button>
            <Button size="small" onClick={() => setIsAsked(true)}>
              {t("start.long")}
            </Button>
          </>
        )
      }
    >
      {start.error !== undefined && <ErrorNote error={start.error} />}
      {isRunning && (
        <Running kind={running?.kind} left={running?.remainingPercent ?? inDisk?.remainingPercent} />
      )}
      <Tests own={own} log={log} />
      {isAsked && (
        <Dialog
          isOpen
          onClose={() => setIsAsked(false)}
          title={t("longTitle", { name: printable(words.disk(disk)) })}
          actions={
            <Button kind="primary" isBusy={start.isRunning} onClick={() => void begin("long")}>
              {t("longDeed")}
            </Button>
          }
        >
          <p>{t("longText")}</p>
        </Dialog>
      )}
    </Band>
  );
}

type RunningProps = {
  readonly kind: SelfTestRun["kind"] | undefined;
  readonly left: number | null | undefined;
};

function Running({ kind, left }: RunningProps) {
  const { t } = useTranslation("selfTests");
  const name = t(`logKind.${kind ?? "unknown"}`);
  return (
    <p className={styles.running} role="status">
      <span className={styles.track} aria-hidden="true">
        <span style={{ "--done": `${100 - (left ?? 100)}%` } as React.CSSProperties} />
      </span>
      {left == null ? t("running", { kind: name }) : t("runningLeft", { kind: name, percent: left })}
    </p>
  );
}

type TestsProps = { readonly own: readonly SelfTestRun[]; readonly log: readonly SelfTest[] };

/** What was begun from here with its times; for what else the disk remembers, its age then is all that it tells. */
function Tests({ own, log }: TestsProps) {
  const { t } = useTranslation("selfTests");
  const format = useFormat();
  const language = useLanguage();
  const over = own.filter(({ state }) => state !== "running");
  const past = log.filter(({ outcome }) => outcome !== "running");
  if (over.length + past.length === 0) return <p className={styles.none}>{t("none")}</p>;
  // what was begun from here and ended stands in the disk's log, too
  const others = past.reduce<{ left: readonly SelfTestRun[]; shown: readonly SelfTest[] }>(
    ({ left, shown }, test) => {
      const same = left.findIndex(({ kind, state }) => kind === test.kind && state === test.outcome);
      return same === -1 ? { left, shown: [...shown, test] } : { left: left.toSpliced(same, 1), shown };
    },
    { left: over, shown: [] },
  ).shown;
  const outcomeOfOwn = ({ state, firstErrorAt, refusal }: SelfTestRun): string => {
    if (state === "refused")
      return t("refused", { why: refusal === null ? "" : selfTestRefusals[language][refusal].why });
    if (state === "failed" && firstErrorAt !== null) return t("failedAt", { place: printable(firstErrorAt) });
    return state === "running" ? t("isRunning") : t(state);
  };
  return (
    <Sideways label={t("heading")} least={440}>
      <table className={styles.tests}>
        <thead>
          <tr>
            <th scope="col">{t("columns.test")}</th>
            <th scope="col">{t("columns.outcome")}</th>
            <th scope="col">{t("columns.when")}</th>
          </tr>
        </thead>
        <tbody>
          {over.map((test) => (
            <tr key={test.id} data-outcome={test.state}>
              <td>{t(`kind.${test.kind}`)}</td>
              <td>{outcomeOfOwn(test)}</td>
              <td>
                {t(test.cause === "person" ? "byPerson" : "bySchedule", {
                  when: format.momentInText(test.startedMs),
                })}
              </td>
            </tr>
          ))}
          {others.slice(0, Math.max(0, SHOWN - over.length)).map((test, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a disk's log have no other identity
            <tr key={n} data-outcome={test.outcome}>
              <td>{t(`logKind.${test.kind}`)}</td>
              <td>
                {test.outcome === "failed" && test.firstErrorAt !== null
                  ? t("failedAt", { place: printable(test.firstErrorAt) })
                  : t(test.outcome === "running" ? "isRunning" : test.outcome)}
              </td>
              <td>
                {test.atPowerOnHours === null
                  ? ""
                  : t("atHours", { hours: format.count(test.atPowerOnHours) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
