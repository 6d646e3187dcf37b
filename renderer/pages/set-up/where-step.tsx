import { Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../shared/ids.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { PlaceForm } from "../../components/place/place-form.tsx";
import { KnownPlaceWarning } from "../../components/place/place-warning.tsx";
import type { Place } from "../../components/place/use-place.ts";
import { useFormat } from "../../components/use-format.ts";
import { HowItWillBe } from "./how-it-will-be.tsx";
import type { SetUpSource } from "./suggested-sources.ts";
import styles from "./where-step.module.css";

type WhereStepProps = {
  readonly place: Place;
  /** Places that are set up already. */
  readonly known: readonly RepositoryView[];
  /** Undefined for a new place. */
  readonly chosenId: RepositoryId | undefined;
  readonly onChoose: (id: RepositoryId | undefined) => void;
  readonly sources: readonly SetUpSource[];
};

/** Where the backups go: a new place, an existing repository, or a place that is known. */
export function WhereStep({ place, known, chosenId, onChoose, sources }: WhereStepProps) {
  const { t } = useTranslation("setUp");
  const format = useFormat();
  const chosen = known.find(({ id }) => id === chosenId);
  const active = chosen?.replicas[0];
  const location = active?.kind === "folder" ? active.location : undefined;
  const freeBytes =
    active?.freeBytes ?? (place.finding.kind === "ready" ? place.finding.value.freeBytes : null);
  const isNamed = chosen !== undefined || place.name !== "";
  return (
    <div className={styles.where}>
      <div>
        {known.length > 0 && (
          <Radio.Group
            className={styles.known ?? ""}
            aria-label={t("where.title")}
            value={chosenId ?? ""}
            onChange={(value) => onChoose(known.find(({ id }) => id === value)?.id)}
          >
            {known.map(({ id, name, replicas }) => (
              <Radio key={id} value={id} label={name} description={replicas[0]?.location} />
            ))}
            <Radio value="" label={t("where.another")} />
          </Radio.Group>
        )}
        {chosen === undefined && <PlaceForm place={place} />}
        {location !== undefined && <KnownPlaceWarning location={location} sourcePaths={place.sourcePaths} />}
      </div>
      <aside className={styles.picture}>
        <h2>{t("where.picture")}</h2>
        <HowItWillBe
          icons={sources.map(({ icon }) => icon)}
          sourceWords={t("steps.whatDone", { count: sources.length })}
          placeName={chosen?.name ?? (isNamed ? place.name : t("where.somePlace"))}
          placeWords={freeBytes === null ? "" : t("where.free", { free: format.bytes(freeBytes) })}
        />
        <p>{t("where.formats")}</p>
      </aside>
    </div>
  );
}
