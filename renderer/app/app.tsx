import { MantineProvider } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { HashRouter, Navigate, Route, Routes, useLocation, useNavigate } from "react-router";
import type { AppState } from "../../shared/model/app.ts";
import { Button } from "../components/button.tsx";
import { ErrorNote } from "../components/error-note.tsx";
import { Page } from "../components/page.tsx";
import { Sentence } from "../components/sentence.tsx";
import { useAppState } from "../host/use-app-state.ts";
import { useConnection } from "../host/use-connection.ts";
import { RecoveryKitPage } from "../pages/recovery-kit/recovery-kit-page.tsx";
import { SetUpPage } from "../pages/set-up/set-up-page.tsx";
import { mantineTheme } from "../theme/mantine-theme.ts";
import { chooseLanguage } from "../words/choose-language.ts";
import styles from "./app.module.css";
import { Coming } from "./coming.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import { CrashGuard } from "./crash-guard.tsx";
import { shownPages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { useLoadAgain } from "./use-load-again.ts";

/** The whole application: language, theme, and either the guided set-up or the pages. */
export function App() {
  const state = useAppState();
  const settings = state.kind === "ready" ? state.value.settings : undefined;
  useLanguageOf(settings?.language);
  const isDarkSystem = useMediaQuery("(prefers-color-scheme: dark)", undefined, {
    getInitialValueInEffect: false,
  });
  const theme = settings?.theme ?? "system";
  const scheme = theme === "system" ? (isDarkSystem ? "dark" : "light") : theme;
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={scheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <HashRouter>
        <Guarded>{state.kind === "ready" ? <Addresses app={state.value} /> : <Starting />}</Guarded>
      </HashRouter>
    </MantineProvider>
  );
}

/** Also what is around the pages can break; an empty window would say nothing. */
function Guarded({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  return <CrashGuard resetKey={pathname}>{children}</CrashGuard>;
}

function Addresses({ app }: { readonly app: AppState }) {
  const { pathname } = useLocation();
  useLoadAgain(pathname.split("/", 2)[1]);
  if (pathname.startsWith("/set-up")) return <SetUpPage />;
  if (pathname.startsWith("/recovery-kit/")) return <RecoveryKitPage />;
  if (!app.isSetUp && pathname === "/") return <Navigate to="/set-up" replace />;
  return (
    <Shell app={app}>
      <CrashGuard resetKey={pathname}>
        <Routes>
          <Route index element={<Navigate to="/overview" replace />} />
          {shownPages(app.parts).map(
            ({ id, component: Content }) =>
              Content !== undefined && <Route key={id} path={`${id}/*`} element={<Content />} />,
          )}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </CrashGuard>
    </Shell>
  );
}

function Starting() {
  const { t } = useTranslation("shell");
  const state = useAppState();
  const connection = useConnection();
  return (
    <main className={styles.starting}>
      {connection === "signed-out" && <ConnectionNote />}
      {state.kind === "failed" && connection !== "signed-out" && (
        <>
          <h1>{t("cannotStart")}</h1>
          <ErrorNote error={state.error} onRetry={state.retry} />
        </>
      )}
      {state.kind === "loading" && <Coming heading="Backstay" />}
    </main>
  );
}

function NotFound() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t("notFound.title")}
          context={t("notFound.hint")}
          actions={<Button onClick={() => navigate("/overview")}>{t("notFound.button")}</Button>}
        />
      }
    />
  );
}

function useLanguageOf(wanted: AppState["settings"]["language"] | undefined): void {
  const { i18n } = useTranslation();
  const language = chooseLanguage(wanted, navigator.languages);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
}
