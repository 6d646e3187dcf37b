import { Menu } from "@mantine/core";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { foldersDownTo, nameOf } from "../model/tree-path.ts";
import { useWords } from "../use-words.ts";
import styles from "./crumbs.module.css";

type CrumbsProps = {
  readonly path: TreePath;
  readonly base: TreePath;
  /** What the base is called: the source's name. */
  readonly baseName: string;
  readonly onOpen: (path: TreePath) => void;
};

/** More would leave no room for the folder one is in. */
const MOST_SHOWN = 4;

/** The way from the top to this folder. What has no room is in a menu behind the dots. */
export function Crumbs({ path, base, baseName, onOpen }: CrumbsProps) {
  const { t } = useWords();
  const folders = foldersDownTo(path, base);
  const top = folders[0];
  const word = (folder: TreePath) => (folder === top && folder === base ? baseName : nameOf(folder) || "/");
  const above = folders.slice(0, -1);
  const hidden = above.length > MOST_SHOWN - 1 ? above.slice(0, above.length - (MOST_SHOWN - 2)) : [];
  const shown = above.slice(hidden.length);
  return (
    <nav className={styles.crumbs} aria-label={t("files.crumbs")}>
      <Button
        size="small"
        icon="chevron-left"
        label={t("files.up")}
        onClick={() => onOpen(above.at(-1) ?? path)}
        {...(above.length === 0 ? { offBecause: t("files.up") } : {})}
      />
      <ol>
        {hidden.length > 0 && (
          <li>
            <Menu
              shadow="sm"
              width={260}
              position="bottom-start"
              withinPortal={false}
              withInitialFocusPlaceholder={false}
            >
              <Menu.Target>
                <button type="button" className={styles.crumb} aria-label={t("files.above")}>
                  …
                </button>
              </Menu.Target>
              <Menu.Dropdown className={styles.menu ?? ""}>
                {hidden.map((folder) => (
                  <Menu.Item key={folder} onClick={() => onOpen(folder)}>
                    {word(folder)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Icon name="chevron-right" size={12} />
          </li>
        )}
        {shown.map((folder) => (
          <li key={folder}>
            <button type="button" className={styles.crumb} onClick={() => onOpen(folder)}>
              {word(folder)}
            </button>
            <Icon name="chevron-right" size={12} />
          </li>
        ))}
        <li>
          <b aria-current="page" title={word(path)}>
            {word(path)}
          </b>
        </li>
      </ol>
    </nav>
  );
}
