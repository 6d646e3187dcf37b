import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { type VerdictName, VerdictShape } from "../../../components/verdict.tsx";
import type { Bay } from "../model/array-bays.ts";
import { addressOfDisk } from "../model/storage-address.ts";
import { temperatureNow } from "../model/temperature-now.ts";
import { SHAPE_OF } from "../model/verdict-look.ts";
import { useVerdictWord } from "../standing.tsx";
import styles from "./array.module.css";

const SHAPE_OF_STATE: Readonly<Record<Bay["state"], VerdictName>> = {
  ok: "ok",
  spare: "spare",
  rebuilding: "rebuilding",
  failed: "failed",
  missing: "failed",
  removed: "unknown",
  unknown: "unknown",
};

/** One member in its place: its state, and what one needs to find the disk by. Opens the disk where it is known. */
export function BayView({ bay }: { readonly bay: Bay }) {
  if (bay.disk === undefined) {
    return (
      <div className={styles.bay} data-state={lookOf(bay)}>
        <BayContent bay={bay} />
      </div>
    );
  }
  return (
    <Link to={addressOfDisk(bay.disk.id)} className={styles.bay ?? ""} data-state={lookOf(bay)}>
      <BayContent bay={bay} />
    </Link>
  );
}

/** A member that does its work on a disk that is failing looks like the disk. */
function lookOf({ state, disk }: Bay): string {
  if (state !== "ok" || disk === undefined) return state;
  return disk.verdict === "failed" || disk.verdict === "failing" || disk.verdict === "warning"
    ? disk.verdict
    : state;
}

function BayContent({ bay }: { readonly bay: Bay }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const { slot, name, serial, disk, filledPercent, errors } = bay;
  const temperature = disk === undefined ? null : temperatureNow(disk);
  const size = disk?.identity.sizeBytes ?? null;
  const wear = disk?.metrics.wornPercent ?? null;
  return (
    <>
      {filledPercent !== null && (
        <span className={styles.fill} style={{ transform: `scaleY(${filledPercent / 100})` }} />
      )}
      <span className={styles.head}>
        <b>
          {slot === null
            ? name === null
              ? "–"
              : printable(name)
            : t("array.slot", { slot: printable(slot) })}
        </b>
      </span>
      <BayState bay={bay} />
      <span className={styles.facts}>
        {filledPercent !== null && <span>{format.percent(filledPercent / 100)}</span>}
        {errors > 0 && <span>{t("array.errors", { count: errors })}</span>}
        {wear !== null && <span>{t("disks.worn", { value: wear })}</span>}
        {temperature !== null && <span>{t("disks.celsius", { value: temperature })}</span>}
        {size !== null && <span>{format.bytes(size)}</span>}
      </span>
      <span className={styles.foot}>
        {disk?.identity.model != null && <span>{printable(disk.identity.model)}</span>}
        {slot !== null && name !== null && <span>{printable(name)}</span>}
        {serial !== null && <span className="serial">{printable(serial)}</span>}
      </span>
    </>
  );
}

/** The worse of what the array says of its member and what the disk says of itself. */
function BayState({ bay }: { readonly bay: Bay }) {
  const { t } = useTranslation("storage");
  const word = useVerdictWord();
  const look = lookOf(bay);
  const stateWord = () => (bay.waits ? t("array.stateWaits") : t(`array.state.${bay.state}`));
  const isDisks = look !== bay.state && bay.disk !== undefined;
  const label = isDisks && bay.disk !== undefined ? word(bay.disk.verdict) : stateWord();
  const shape = isDisks && bay.disk !== undefined ? SHAPE_OF[bay.disk.verdict] : SHAPE_OF_STATE[bay.state];
  return (
    <span className={styles.state}>
      {look === "ok" ? <Icon name="tick" size={14} /> : <VerdictShape verdict={shape} size={14} />}
      <span>{label}</span>
    </span>
  );
}
