import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { HealthTrouble } from "../../../../shared/model/health-view.ts";
import type { StripBay, StripHost } from "../../../../shared/model/overview-health.ts";
import { verdictWords } from "../../../../shared/words/verdicts.ts";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import { addressOfHost } from "../../storage/model/storage-address.ts";
import { SHAPE_OF } from "../../storage/model/verdict-look.ts";
import styles from "./host-strip-row.module.css";

type HostStripRowProps = {
  readonly host: StripHost;
  /** Those on it, the worst first. */
  readonly troubles: readonly HealthTrouble[];
};

const MOST_BAYS = 14;

/** One host: its name and arrays, its disks as they sit, and in a word how they are. Opens its page. */
export function HostStripRow({ host, troubles }: HostStripRowProps) {
  const { t } = useTranslation("hardware");
  const { bays } = host;
  const shown = bays.length > MOST_BAYS ? bays.slice(0, MOST_BAYS - 1) : bays;
  return (
    <li>
      <Link to={addressOfHost(host.id)} className={styles.row ?? ""}>
        <Icon name={host.kind === "local" ? "computer" : host.kind === "ssh" ? "server" : "nas"} />
        <span className={styles.words}>
          <span className={styles.name}>{printable(host.name)}</span>
          <ArraysLine host={host} />
        </span>
        <span className={styles.bays} role="img" aria-label={useBaysLabel(host)}>
          {shown.map((bay, n) => (
            <Bay key={bay.diskId ?? n} bay={bay} isOld={host.isStale} />
          ))}
          {shown.length < bays.length && (
            <span className={styles.more}>{t("strip.otherBays", { count: bays.length - shown.length })}</span>
          )}
        </span>
        <HostWord host={host} troubles={troubles} />
      </Link>
    </li>
  );
}

function ArraysLine({ host }: { readonly host: StripHost }) {
  const { t } = useTranslation(["hardware", "storage"]);
  const format = useFormat();
  const levels = host.arrays.map(({ technology, level }) =>
    [t(`storage:array.technology.${technology}`), ...(level === null ? [] : [printable(level)])].join(" "),
  );
  const words =
    levels.length > 0
      ? format.names([...new Set(levels)])
      : host.bays.length > 0
        ? t("strip.disks", { count: host.bays.length })
        : host.state === "answers"
          ? t("strip.nothing")
          : "";
  if (words === "") return null;
  return (
    <span className={styles.line} title={words}>
      {words}
    </span>
  );
}

/** A disk in its place. What is fine is a quiet tick. */
function Bay({ bay, isOld }: { readonly bay: StripBay; readonly isOld: boolean }) {
  const { verdict, isSpare, isRebuilding, isAcknowledged, diskId } = bay;
  const isCalm = verdict === "ok" || verdict === "asleep";
  const look =
    diskId === null ? "missing" : isRebuilding ? "rebuilding" : isSpare && isCalm ? "spare" : verdict;
  const isQuiet = isOld || isAcknowledged;
  return (
    <span className={styles.bay} data-look={look} data-quiet={isQuiet}>
      {look === "spare" ? (
        <Icon name="plus" size={12} />
      ) : look === "ok" ? (
        <Icon name="tick" size={12} />
      ) : (
        <VerdictShape verdict={isRebuilding ? "rebuilding" : SHAPE_OF[verdict]} size={12} />
      )}
    </span>
  );
}

/** How many disks there are, and which of them are not just fine. */
function useBaysLabel({ name, bays }: StripHost): string {
  const { t } = useTranslation("hardware");
  const format = useFormat();
  const language = useLanguage();
  const odd = bays
    .filter(({ verdict, isSpare, isRebuilding }) => verdict !== "ok" || isSpare || isRebuilding)
    .slice(0, MOST_BAYS)
    .map(({ name: disk, slot, verdict, isSpare, isRebuilding }) => {
      const called = disk === null ? t("strip.bayUnnamed") : printable(disk);
      const word = isRebuilding
        ? t("strip.rebuilding")
        : isSpare && verdict === "ok"
          ? t("strip.spare")
          : verdictWords[language][verdict];
      return slot === null
        ? t("strip.bay", { name: called, verdict: word })
        : t("strip.bayInSlot", { name: called, slot: printable(slot), verdict: word });
    });
  const head = [t("strip.bays", { host: printable(name) }), t("strip.disks", { count: bays.length })];
  return format.facts([head.join(language === "zh" ? "：" : ": "), ...odd]);
}

/** How the host's disks are, in a word, and below it what is worth knowing when all is well. */
function HostWord({ host, troubles }: HostStripRowProps) {
  const { t } = useTranslation("hardware");
  const format = useFormat();
  const { state, severity, answeredMs, hottestC, wornPercent, bays, isStale } = host;
  const [worst] = troubles;
  const isUnknown = state !== "answers" || isStale || severity === "unknown";
  const facts = [
    ...(hottestC === null ? [] : [t("strip.upTo", { value: hottestC })]),
    ...(wornPercent === null || wornPercent === 0 ? [] : [t("strip.worn", { value: wornPercent })]),
  ];
  const sub =
    (state === "silent" || isStale) && answeredMs !== null
      ? t("strip.lastRead", { when: format.relative(answeredMs, "short") })
      : format.facts(facts);
  return (
    <span className={styles.verdict}>
      {worst !== undefined ? (
        <TroubleWord worst={worst} count={troubles.length} bays={bays} />
      ) : isUnknown ? (
        <span className={styles.word} data-verdict="unknown">
          <VerdictShape verdict="unknown" size={13} />
          {t(
            state === "silent"
              ? "strip.isSilent"
              : state === "not-read"
                ? "strip.isNotRead"
                : "strip.isUnknown",
          )}
        </span>
      ) : (
        <span className={styles.word}>
          {t(bays.some(({ isAcknowledged }) => isAcknowledged) ? "strip.isSeen" : "strip.isFine")}
        </span>
      )}
      {sub !== "" && <span className={styles.line}>{sub}</span>}
    </span>
  );
}

type TroubleWordProps = {
  readonly worst: HealthTrouble;
  readonly count: number;
  readonly bays: readonly StripBay[];
};

function TroubleWord({ worst, count, bays }: TroubleWordProps) {
  const { t } = useTranslation("hardware");
  const language = useLanguage();
  const verdict = verdictWords[language][worst.verdict];
  const slot = bays.find(({ diskId }) => diskId === worst.id)?.slot ?? null;
  const words =
    count > 1
      ? t("strip.several", { count })
      : slot === null
        ? t(`strip.${worst.kind}Is`, { verdict })
        : t("strip.slotIs", { slot: printable(slot), verdict });
  const shape = SHAPE_OF[worst.verdict];
  return (
    <span className={styles.word} data-verdict={shape}>
      <VerdictShape verdict={shape} size={13} />
      {words}
    </span>
  );
}
