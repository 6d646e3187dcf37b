import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../../shared/format/calendar-date.ts";
import { printable } from "../../../shared/format/printable.ts";
import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";
import { Mark } from "../../components/mark.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useLanguage } from "../../words/use-language.ts";
import { type CodedPlaces, placesTexts } from "./places-text.ts";
import { drawQrCode, type QrCode } from "./qr-code.ts";
import styles from "./recovery-kit.module.css";
import { commandsAt, resticCommands } from "./restic-commands.ts";

type KitSheetProps = {
  readonly repository: RepositoryView;
  readonly hostname: string;
  readonly officeName: string;
  /** The password, when somebody asked for it. */
  readonly code: QrCode | undefined;
};

/** A date on paper needs its year, also in that year. */
const LONG_AGO = 0;

/** The sheet of paper. Unless somebody asked for the code it holds no secret: that is written on it by hand. */
export function KitSheet({ repository, hostname, officeName, code }: KitSheetProps) {
  const { t } = useTranslation("recoveryKit");
  const format = useFormat();
  const language = useLanguage();
  const { id, name, replicas } = repository;
  const placesCode = useMemo(() => codeOfPlaces({ id, replicas }), [id, replicas]);
  const isRemote = replicas.some(({ kind }) => kind !== "folder");
  return (
    <article className={`paper ${styles.sheet}`}>
      <header className={styles.head}>
        <span className={styles.maker}>
          <Mark size={24} />
          <strong>Backstay</strong>
        </span>
        <span>
          {[officeName, t("printed", { date: formatDate(format.nowMs, LONG_AGO, language, "long") })]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
      </header>
      <h1>{t("title", { name })}</h1>
      <p className={styles.lead}>{t("lead")}</p>
      <section>
        <h2>{t("where")}</h2>
        <div className={styles.beside}>
          <div>
            {replicas.map((replica) => (
              <Place key={replica.id} replica={replica} hostname={hostname} isOnly={replicas.length === 1} />
            ))}
            {replicas.length > 1 && <p>{t("eachComplete", { count: replicas.length })}</p>}
            {isRemote && (
              <>
                <p>{t("signIn")}</p>
                <i className={styles.line} />
              </>
            )}
          </div>
          {placesCode !== undefined && (
            <figure className={styles.places}>
              <Code code={placesCode} label={t("placesCode.label")} />
              <figcaption className={styles.quiet}>
                {t("placesCode.caption", { count: replicas.length })}
              </figcaption>
            </figure>
          )}
        </div>
      </section>
      <section>
        <h2>{t("repository")}</h2>
        <div>
          {[id.slice(0, 32), id.slice(32)].map((half) => (
            <p key={half} className={styles.id}>
              {half.match(/.{1,8}/g)?.join(" ")}
            </p>
          ))}
          <p className={styles.quiet}>{t("format")}</p>
        </div>
      </section>
      <section>
        <h2>{t("password")}</h2>
        <div className={styles.beside}>
          <div>
            <Boxes />
            <Boxes />
            <p className={styles.quiet}>{t(code === undefined ? "passwordHint" : "code.hint")}</p>
          </div>
          {code !== undefined && <Code code={code} label={t("code.label")} />}
        </div>
      </section>
      <section>
        <h2>{t("withBackstay")}</h2>
        <ol>
          <li>{t("step.install")}</li>
          <li>{t("step.open")}</li>
          <li>{t("step.restore")}</li>
        </ol>
      </section>
      <section>
        <h2>{t("without")}</h2>
        <div>
          <p>{t("withoutHint")}</p>
          <Commands replicas={replicas} />
        </div>
      </section>
      <section>
        <h2>{t("tried")}</h2>
        <div className={styles.tried}>
          {(["on", "by", "worked"] as const).map((what) => (
            <span key={what}>{t(`triedOut.${what}`)}</span>
          ))}
        </div>
      </section>
      <footer>{t("foot")}</footer>
    </article>
  );
}

type PlaceProps = { readonly replica: Replica; readonly hostname: string; readonly isOnly: boolean };

function Place({ replica: { name, location, kind, role }, hostname, isOnly }: PlaceProps) {
  const { t } = useTranslation("recoveryKit");
  const format = useFormat();
  const facts = [...(kind === "folder" ? [t("folder", { hostname })] : []), ...(isOnly ? [] : [t(role)])];
  return (
    <div className={styles.place}>
      <p>
        <strong>{printable(name)}</strong>
      </p>
      <code>{printable(location)}</code>
      {facts.length > 0 && <p className={styles.quiet}>{format.facts(facts)}</p>}
    </div>
  );
}

/** What a terminal wants, for the place that is easiest to reach; the others go the same way. */
function Commands({ replicas }: { readonly replicas: readonly Replica[] }) {
  const { t } = useTranslation("recoveryKit");
  const inOrder = replicas.toSorted((a, b) => Number(b.role === "active") - Number(a.role === "active"));
  const commands = inOrder.map(resticCommands).find((one) => one !== null);
  return (
    <>
      {commands === undefined && <p>{t("notByRestic")}</p>}
      <pre>{(commands ?? commandsAt("./copy")).join("\n")}</pre>
    </>
  );
}

const BOXES = 24;

/** Room for half a password, a character a box. */
function Boxes() {
  return (
    <div className={styles.boxes} aria-hidden="true">
      {Array.from({ length: BOXES }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <i key={n} />
      ))}
    </div>
  );
}

/** @returns undefined where not even the bare places have room */
function codeOfPlaces(places: CodedPlaces): QrCode | undefined {
  for (const text of placesTexts(places)) {
    const code = drawQrCode(text);
    if (code !== undefined) return code;
  }
  return undefined;
}

type CodeProps = { readonly code: QrCode; readonly label: string };

function Code({ code: { size, path }, label }: CodeProps) {
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
