import { Menu } from "@mantine/core";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { printable } from "../../../../shared/format/printable.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotSeries } from "../../../../shared/model/snapshot.ts";
import { Icon } from "../../../components/icon.tsx";
import { useAppState } from "../../../host/use-app-state.ts";
import { useWords } from "../use-words.ts";
import styles from "./subject-menu.module.css";

type SubjectMenuProps = {
  readonly repositories: readonly RepositoryView[];
  readonly repository: RepositoryView;
  readonly allSeries: readonly SnapshotSeries[];
  /** Undefined where the repository has none. */
  readonly series: SnapshotSeries | undefined;
  readonly onSeries: (id: SnapshotSeries["id"]) => void;
  readonly onRepository: (id: RepositoryView["id"]) => void;
};

/** Chooses what is looked at: a source's snapshots, or another repository. */
export function SubjectMenu(props: SubjectMenuProps) {
  const { repositories, repository, allSeries, series, onSeries, onRepository } = props;
  const { t } = useWords();
  const nameOf = useSeriesName();
  const others = repositories.filter(({ id }) => id !== repository.id);
  return (
    <Menu
      shadow="sm"
      width={340}
      position="bottom-start"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          className={styles.target}
          aria-label={`${t("series.label")}: ${series === undefined ? repository.name : nameOf(series)}`}
        >
          <span>{series === undefined ? repository.name : nameOf(series)}</span>
          <Icon name="chevron-down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu ?? ""}>
        {allSeries.length > 0 && <Menu.Label>{t("series.here", { repository: repository.name })}</Menu.Label>}
        {allSeries.map((each) => (
          <Menu.Item key={each.id} onClick={() => onSeries(each.id)} data-chosen={each.id === series?.id}>
            <span className={styles.item}>
              <span className={styles.name}>{nameOf(each)}</span>
              <small>{t("series.count", { count: each.count, n: formatGrouped(each.count) })}</small>
            </span>
          </Menu.Item>
        ))}
        {others.length > 0 && <Menu.Label>{t("series.repositories")}</Menu.Label>}
        {others.map((each) => (
          <Menu.Item key={each.id} onClick={() => onRepository(each.id)}>
            <span className={styles.item}>
              <span className={styles.name}>{each.name}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** @returns what a series is called; those of other computers with the computer's name */
export function useSeriesName(): (series: SnapshotSeries) => string {
  const { t } = useWords();
  const app = useAppState();
  const here = app.kind === "ready" ? app.value.hostname : undefined;
  return ({ name, hostname }) =>
    hostname === here || hostname === ""
      ? printable(name)
      : t("series.ofHost", { name: printable(name), hostname: printable(hostname) });
}
