import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import pageStyles from "../restore-page.module.css";
import { useWords } from "../use-words.ts";

/** As the engine tags a snapshot that lacks something its source should have given. */
const INCOMPLETE_TAG = "backstay:incomplete";

/** Half a database looks like a whole one: whoever looks at such a snapshot is told. */
export function IncompleteNote({ snapshot }: { readonly snapshot: SnapshotView }) {
  const { t } = useWords();
  if (!snapshot.tags.includes(INCOMPLETE_TAG)) return null;
  return (
    <div className={pageStyles.unreadable}>
      <VerdictShape verdict="warning" size={14} />
      <span>{t("lead.incomplete")}</span>
    </div>
  );
}
