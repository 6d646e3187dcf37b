import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { AutomaticAct } from "../../../shared/model/automatic-act.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { Button } from "../../components/button.tsx";
import { Icon } from "../../components/icon.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { useCauseWords } from "../../components/use-cause-words.ts";
import { useFormat } from "../../components/use-format.ts";
import { useCall } from "../../host/use-call.ts";
import styles from "./automatic-acts.module.css";

const SHOWN = 2;
const MANY = 50;
const RECENT_MS = 7 * 86_400_000;

/** What Backstay did lately without being asked, each with its reason; nothing where there was no need. */
export function AutomaticActs() {
  const { t } = useTranslation("acting");
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const answer = useCall("acts.list", { before: null, limit: MANY });
  if (answer.kind !== "ready") return null;
  const recent = answer.value.acts.filter(({ atMs }) => format.nowMs - atMs < RECENT_MS);
  if (recent.length === 0) return null;
  return (
    <section className={styles.acts} aria-label={t("acts.heading")} data-region="acts">
      <h2>
        {t("acts.heading")} <span>{t("acts.caption")}</span>
      </h2>
      <ul>
        {(isOpen ? recent : recent.slice(0, SHOWN)).map((act) => (
          <Act key={act.number} act={act} />
        ))}
      </ul>
      <div className={styles.end}>
        {recent.length > SHOWN && (
          <Button kind="quiet" size="small" onClick={() => setIsOpen(!isOpen)}>
            {t(isOpen ? "acts.fewer" : "acts.all")}
          </Button>
        )}
        <LinkButton to="/settings" kind="quiet" size="small">
          {t("acts.change")}
        </LinkButton>
      </div>
    </section>
  );
}

function Act({ act }: { readonly act: AutomaticAct }) {
  const { t } = useTranslation("acting");
  const format = useFormat();
  const say = useCauseWords();
  return (
    <li>
      <time dateTime={new Date(act.atMs).toISOString()}>{format.relative(act.atMs)}</time>
      <span>{t(`acts.${act.kind}`, { about: printable(act.about), causes: say(act.causes) })}</span>
    </li>
  );
}

/** Says of a job that nobody asked for why it was begun. */
export function BeganByItself({ job }: { readonly job: JobView }) {
  const { t } = useTranslation("acting");
  const say = useCauseWords();
  const answer = useCall("acts.list", { before: null, limit: MANY });
  if (job.runId === null || answer.kind !== "ready") return null;
  const causes = answer.value.acts.flatMap((act) => (act.runId === job.runId ? act.causes : []));
  if (causes.length === 0) return null;
  return (
    <p className={styles.because}>
      <Icon name="shield" size={14} />
      <span>{t("acts.because", { causes: say(causes) })}</span>
    </p>
  );
}
