import { useTranslation } from "react-i18next";
import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";
import { Icon } from "../../components/icon.tsx";
import { MiddleText } from "../../components/middle-text.tsx";
import { type Damage, damageOf } from "../../components/repair/damage-of.ts";
import { useFormat } from "../../components/use-format.ts";
import { Verdict } from "../../components/verdict.tsx";
import styles from "./places.module.css";

/** Below this share of room, a place is soon full. */
const FEW = 0.05;

/** The places with backups: whether they answer, and how much room is left there. */
export function Places({ repositories }: { readonly repositories: readonly RepositoryView[] }) {
  return (
    <ul>
      {repositories.flatMap(({ id, name, replicas, ...rest }) =>
        replicas.map((replica) => (
          <Place
            key={`${id}${replica.id}`}
            replica={replica}
            hasRole={replicas.length > 1}
            name={replicas.length > 1 ? replica.name : name}
            damage={damageOf(rest)}
          />
        )),
      )}
    </ul>
  );
}

type PlaceProps = {
  readonly replica: Replica;
  readonly name: string;
  /** One of several places of a repository: whether backups go to it. */
  readonly hasRole: boolean;
  readonly damage: Damage | undefined;
};

const DAMAGE_VERDICT = { damaged: "failed", lacking: "warning", unproven: "unknown" } as const;

function Place({ replica, name, hasRole, damage }: PlaceProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const { freeBytes, totalBytes, reach, checkedMs } = replica;
  const share =
    freeBytes === null || totalBytes === null || totalBytes === 0 ? undefined : freeBytes / totalBytes;
  return (
    <li className={styles.place}>
      <Icon name="nas" />
      <div className={styles.words}>
        <span className={styles.name}>
          {name}
          {hasRole && (
            <span className={styles.role}>
              <Verdict verdict={replica.role} size={12} />
            </span>
          )}
        </span>
        <span className={styles.location}>
          <MiddleText text={replica.location} />
        </span>
      </div>
      <div className={styles.room}>
        {share !== undefined && (
          <span className={styles.bar} data-few={share < FEW}>
            <i style={{ transform: `scaleX(${1 - share})` }} />
          </span>
        )}
        <span>{roomWords()}</span>
      </div>
      <div className={styles.reach}>
        {damage !== undefined && (
          <Verdict verdict={DAMAGE_VERDICT[damage]} word={t(`places.${damage}`)} size={13} />
        )}
        {reach === "reachable" && damage !== undefined ? null : reach === "reachable" ? (
          <span className={styles.fine}>
            <Icon name="tick" size={13} /> {t("places.reachable")}
          </span>
        ) : (
          <Verdict
            verdict={reach === "unreachable" ? "failed" : "unknown"}
            word={t(`places.${reach}`)}
            size={13}
          />
        )}
        <span className={styles.seen}>
          {checkedMs !== null && t("places.seen", { when: format.relative(checkedMs, "short") })}
        </span>
      </div>
    </li>
  );

  function roomWords(): string {
    if (freeBytes === null) return t("places.roomUnknown");
    if (totalBytes === null) return t("places.freeOnly", { free: format.bytes(freeBytes) });
    return t("places.free", { free: format.bytes(freeBytes), total: format.bytes(totalBytes) });
  }
}
