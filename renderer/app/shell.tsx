import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import type { AppState } from "../../shared/model/app.ts";
import { useNow } from "../components/use-now.ts";
import { useCall } from "../host/use-call.ts";
import { Coming } from "./coming.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import { overlays } from "./overlays.tsx";
import { pages, shownPages } from "./pages.tsx";
import { Rail } from "./rail.tsx";
import { railCounts } from "./rail-counts.ts";
import styles from "./shell.module.css";
import { TitleBar } from "./title-bar.tsx";
import { useGoKeys } from "./use-go-keys.ts";
import { useJobNames } from "./use-job-names.ts";
import { useRegionKeys } from "./use-region-keys.ts";

/** The window around every page. */
export function Shell({ app, children }: { readonly app: AppState; readonly children: ReactNode }) {
  const { t } = useTranslation("shell");
  const shown = useMemo(() => shownPages(app.parts), [app.parts]);
  const overview = useCall("overview.get", {});
  const alerts = useCall("alerts.list", { which: "open", limit: 100 });
  const failover = useCall("failover.list", {}, { isEnabled: app.parts.failover });
  const nameOf = useJobNames();
  const nowMs = useNow();
  const isNarrow = useMediaQuery("(width < 1200px)", undefined, { getInitialValueInEffect: false }) ?? false;
  useGoKeys(shown);
  useRegionKeys();
  const main = useNewPageAtTop();

  const { pathname } = useLocation();
  const page = pages.find(({ id }) => pathname.startsWith(`/${id}`));
  const heading = page === undefined ? "Backstay" : t(`page.${page.id}`);
  useEffect(() => {
    document.title = page === undefined ? "Backstay" : t("documentTitle", { page: t(`page.${page.id}`) });
  }, [page, t]);

  const ready = overview.kind === "ready" ? overview.value : undefined;
  return (
    <div className={styles.window}>
      <TitleBar
        officeName={app.settings.officeName}
        hasPalette={overlays.length > 0}
        isMac={/mac/i.test(navigator.platform)}
      />
      <Rail
        pages={shown}
        counts={railCounts(
          ready,
          alerts.kind === "ready" ? alerts.value.alerts : [],
          nowMs,
          failover.kind === "ready" ? failover.value.repositories : [],
        )}
        jobs={ready?.jobs ?? []}
        nameOf={nameOf}
        app={app}
        isNarrow={isNarrow}
      />
      <div className={styles.beside}>
        {/* above what scrolls: a page as high as its place would have to scroll by the height of the note */}
        <ConnectionNote />
        <main ref={main} className={styles.main} tabIndex={-1}>
          {/* by its key: else the page before would stay below what stands for the one that comes */}
          <Suspense key={page?.id ?? ""} fallback={<Coming heading={heading} />}>
            {children}
          </Suspense>
        </main>
      </div>
      {overlays.map((Overlay, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Overlay key={n} />
      ))}
    </div>
  );
}

/** Another page begins at its top, and is what is read next. */
function useNewPageAtTop() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const pageName = pathname.split("/", 2)[1];
  const last = useRef(pageName);
  useEffect(() => {
    if (last.current === pageName) return;
    last.current = pageName;
    main.current?.scrollTo({ top: 0 });
    main.current?.focus({ preventScroll: true });
  }, [pageName]);
  return main;
}
