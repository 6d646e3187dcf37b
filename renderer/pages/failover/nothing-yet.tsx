import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { AddReplicaDialog } from "../../components/replicas/add-replica-dialog.tsx";
import { Sentence } from "../../components/sentence.tsx";
import styles from "./failover-page.module.css";
import { StandInBand } from "./stand-in/stand-in-band.tsx";

type NothingYetProps = {
  readonly repositories: readonly RepositoryView[];
  /** The first of them is to get one at once. */
  readonly isAdding: boolean;
  /** That was asked, and answered in one way or the other. */
  readonly onAsked: () => void;
};

/** No repository has a second place: what this page will show, and the button that begins it. */
export function NothingYet({ repositories, isAdding, onAsked }: NothingYetProps) {
  const { t } = useTranslation("failover");
  const [first, ...more] = repositories;
  const [chosen, setChosen] = useState(isAdding ? first : undefined);
  const close = () => {
    setChosen(undefined);
    onAsked();
  };
  const only = more.length === 0 ? first : undefined;
  return (
    <Page
      sentence={
        first === undefined ? (
          <Sentence verdict="waiting" first={t("nothing.none")} context={t("nothing.noneHint")} />
        ) : (
          <Sentence verdict="info" first={t("nothing.first")} rest={t("nothing.rest")} />
        )
      }
    >
      <Empty
        icon="failover"
        title={t("nothing.title")}
        action={
          first === undefined ? (
            <LinkButton to="/set-up" kind="primary">
              {t("nothing.setUp")}
            </LinkButton>
          ) : only !== undefined ? (
            <Button kind="primary" onClick={() => setChosen(only)}>
              {t("actions.addSecond")}
            </Button>
          ) : (
            <div className={styles.others}>
              {repositories.map((repository, n) => (
                <Button
                  key={repository.id}
                  kind={n === 0 ? "primary" : "default"}
                  onClick={() => setChosen(repository)}
                >
                  {t("nothing.addTo", { name: printable(repository.name) })}
                </Button>
              ))}
            </div>
          )
        }
      >
        {t("nothing.text")}
      </Empty>
      {repositories.length > 0 && <StandInBand repositories={repositories} />}
      {chosen !== undefined && <AddReplicaDialog repository={chosen} onClose={close} onAdded={() => {}} />}
    </Page>
  );
}
