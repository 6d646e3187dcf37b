import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { AppState } from "../../../shared/model/app.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Page } from "../../components/page.tsx";
import { Sentence } from "../../components/sentence.tsx";
import { useBroughtIntoSight } from "../../components/use-brought-into-sight.ts";
import { useFormat } from "../../components/use-format.ts";
import { Waiting } from "../../components/waiting.tsx";
import { canSignOut } from "../../host/sign-out.ts";
import { useAppState } from "../../host/use-app-state.ts";
import { useCall } from "../../host/use-call.ts";
import { AccessSection } from "./access-section.tsx";
import { ActingSettings } from "./acting-settings.tsx";
import { ComputerSettings } from "./computer-settings.tsx";
import { GuardSettings } from "./guard-settings.tsx";
import { OfficeSettings } from "./office-settings.tsx";
import { RepositoriesSection } from "./repositories-section.tsx";
import { repositoriesState } from "./settings-sentence.ts";
import { SourcesSection } from "./sources-section.tsx";

/** What follows `/settings/` is the part that is brought into sight: `repositories` or `sources`. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const app = useAppState();
  if (app.kind === "ready") return <Ready app={app.value} />;
  return app.kind === "loading" ? (
    <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
      <Waiting rows={6} />
    </Page>
  ) : (
    <Page sentence={<Sentence verdict="unknown" first={t("sentence.unreadable")} />}>
      <ErrorNote error={app.error} onRetry={app.retry} />
    </Page>
  );
}

function Ready({ app }: { readonly app: AppState }) {
  const { "*": part } = useParams();
  const repositories = useBroughtIntoSight(part === "repositories");
  const sources = useBroughtIntoSight(part === "sources");
  return (
    <Page sentence={<SettingsSentence />}>
      <OfficeSettings settings={app.settings} />
      <ComputerSettings app={app} />
      <ActingSettings settings={app.settings} />
      <GuardSettings limits={app.settings.changeLimits} />
      {canSignOut() && <AccessSection />}
      <div ref={repositories}>
        <RepositoriesSection />
      </div>
      <div ref={sources}>
        <SourcesSection />
      </div>
    </Page>
  );
}

const DAMAGE_VERDICTS = { damaged: "failed", lacking: "warning", unproven: "unknown" } as const;

function SettingsSentence() {
  const { t } = useTranslation(["settings", "unavailable", "repair"]);
  const format = useFormat();
  const repositories = useCall("repositories.list", {});
  const sources = useCall("sources.list", {});
  if (repositories.kind === "failed" || sources.kind === "failed") {
    return <Sentence verdict="unknown" first={t("unavailable:repositories")} />;
  }
  if (repositories.kind === "loading" || sources.kind === "loading") {
    return <Sentence verdict="info" first={`${t("reading")}…`} />;
  }
  const state = repositoriesState(repositories.value.repositories);
  const sourceCount = sources.value.sources.length;
  const rest = sourceCount === 0 ? t("sentence.noSources") : t("sentence.sources", { count: sourceCount });
  const context = t("sentence.context");
  if (state.kind === "none") {
    return <Sentence verdict="info" first={t("sentence.none")} rest={rest} context={context} />;
  }
  if ("names" in state) {
    const { kind, names } = state;
    return (
      <Sentence
        verdict={DAMAGE_VERDICTS[kind]}
        first={t(`repair:sentence.${kind}`, { count: names.length, names: format.list(names) })}
        rest={rest}
        context={context}
      />
    );
  }
  return (
    <Sentence
      verdict={state.kind === "fine" ? "ok" : state.kind === "silent" ? "failing" : "unknown"}
      first={
        state.kind === "fine" && state.count === 2
          ? t("sentence.fineBoth")
          : t(`sentence.${state.kind}`, { count: state.count })
      }
      rest={rest}
      context={context}
    />
  );
}
