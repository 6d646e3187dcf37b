import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { printable } from "../../shared/format/printable.ts";
import type { JobView } from "../../shared/model/job.ts";
import { contentsOf } from "../../shared/model/source.ts";
import { shownPages } from "../app/pages.tsx";
import { useFormat } from "../components/use-format.ts";
import { useAppState } from "../host/use-app-state.ts";
import { useCall } from "../host/use-call.ts";
import { isGoing } from "../pages/activity/job-filter.ts";
import { useJobTitles } from "../pages/activity/use-job-titles.ts";
import { helpSignal } from "./help-signal.ts";
import type { Command } from "./match-commands.ts";
import { seriesAddress } from "./restore-address.ts";
import type { Ask } from "./use-ask.ts";
import { useKitCommands } from "./use-kit-commands.ts";
import { useSeries } from "./use-series.ts";

/**
 * Everything the palette reaches but files.
 *
 * @param ask calls the host, and tells the palette what went wrong
 */
export function useCommands(ask: Ask): readonly Command[] {
  const pages = usePageCommands();
  const plans = usePlanCommands(ask);
  const sources = useSourceCommands();
  const jobs = useJobCommands(ask);
  const replicas = useReplicaCommands();
  const kits = useKitCommands();
  const settings = useSettingCommands(ask);
  return useMemo(
    () => [...jobs, ...plans, ...sources, ...replicas, ...pages, ...kits, ...settings],
    [jobs, plans, sources, replicas, pages, kits, settings],
  );
}

function usePageCommands(): readonly Command[] {
  const { t } = useTranslation("shell");
  const { t: words } = useTranslation("palette");
  const navigate = useNavigate();
  const app = useAppState();
  const parts = app.kind === "ready" ? app.value.parts : undefined;
  return useMemo(
    () =>
      shownPages(parts).map(({ id, icon, key }) => ({
        ...{ id: `page:${id}`, group: "pages", icon, title: t(`page.${id}`), note: `g ${key}` },
        keywords: words(`keywords.${id}`),
        run: () => void navigate(`/${id}`),
      })),
    [navigate, parts, t, words],
  );
}

function usePlanCommands(ask: Ask): readonly Command[] {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  const format = useFormat();
  const plans = useCall("plans.list", {});
  const views = plans.kind === "ready" ? plans.value.plans : undefined;
  return useMemo(() => {
    if (views === undefined) return [];
    const runAll: Command = {
      ...{ id: "run-all", group: "actions", icon: "backups", title: t("runAll") },
      async run() {
        if (!(await ask("plans.runAll", {}))) return false;
        navigate("/backups");
        return true;
      },
    };
    const own = views.flatMap<Command>(({ plan, nextRunMs, lastRun }) => [
      {
        ...{ id: `run:${plan.id}`, group: "actions", icon: "backups", title: t("run", plan) },
        async run() {
          if (!(await ask("plans.run", { planId: plan.id }))) return false;
          navigate(`/backups/${plan.id}`);
          return true;
        },
      },
      {
        ...{ id: `pause:${plan.id}`, group: "actions", icon: plan.isPaused ? "play" : "pause" },
        title: t(plan.isPaused ? "resume" : "pause", plan),
        run: () => ask("plans.setPaused", { planId: plan.id, isPaused: !plan.isPaused }),
      },
      {
        ...{ id: `plan:${plan.id}`, group: "things", icon: "calendar", title: plan.name },
        keywords: t("planKeywords"),
        note: plan.isPaused
          ? t("paused")
          : nextRunMs !== null
            ? t("nextRun", { when: format.relative(nextRunMs, "short") })
            : lastRun?.endedMs == null
              ? undefined
              : t("lastRun", { when: format.relative(lastRun.endedMs, "short") }),
        run: () => void navigate(`/backups/${plan.id}`),
      },
    ]);
    return views.length === 0 ? [] : [runAll, ...own];
  }, [ask, format, navigate, t, views]);
}

function useSourceCommands(): readonly Command[] {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  const format = useFormat();
  const overview = useCall("overview.get", {});
  const statuses = overview.kind === "ready" ? overview.value.sources : undefined;
  const series = useSeries();
  return useMemo(() => {
    const sources = (statuses ?? []).map<Command>(({ source, newestGoodMs }) => ({
      ...{ id: `source:${source.id}`, group: "things", icon: source.icon, title: source.name },
      note:
        newestGoodMs === null
          ? t("neverBackedUp")
          : t("backedUp", { when: format.relative(newestGoodMs, "short") }),
      keywords: `${t("sourceKeywords")} ${contentsOf(source).join(" ")}`,
      run: () => void navigate("/settings/sources"),
    }));
    const snapshots = series.map<Command>(({ repositoryId, repositoryName, series: one }) => ({
      ...{ id: `series:${repositoryId}:${one.id}`, group: "snapshots", icon: "restore" },
      title: t("restoreFrom", { name: one.name }),
      note: t("inRepository", {
        repository: repositoryName,
        when: format.relative(one.newestMs, "short"),
        snapshots: t("snapshots", { count: one.count }),
      }),
      keywords: `${t("snapshotKeywords")} ${repositoryName} ${one.paths.join(" ")}`,
      run: () => void navigate(seriesAddress(repositoryId, one.id)),
    }));
    return [...sources, ...snapshots];
  }, [format, navigate, series, statuses, t]);
}

function useJobCommands(ask: Ask): readonly Command[] {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  const titleOf = useJobTitles();
  const overview = useCall("overview.get", {});
  const jobs = overview.kind === "ready" ? overview.value.jobs : undefined;
  return useMemo(() => {
    const pauseCommand = (job: JobView): Command => ({
      ...{ id: `pause:${job.id}`, group: "actions", icon: job.isPaused ? "play" : "pause" },
      title: t(job.isPaused ? "resumeJob" : "pauseJob", { title: titleOf(job) }),
      run: () => ask("jobs.setPaused", { jobId: job.id, isPaused: !job.isPaused }),
    });
    return (jobs ?? []).filter(isGoing).flatMap<Command>((job) => [
      {
        ...{ id: `job:${job.id}`, group: "actions", icon: "activity" },
        title: t("showJob", { title: titleOf(job) }),
        run: () => void navigate(`/activity/${job.id}`),
      },
      ...(job.state === "running" ? [pauseCommand(job)] : []),
      {
        ...{ id: `cancel:${job.id}`, group: "actions", icon: "x" },
        title: t("cancelJob", { title: titleOf(job) }),
        run: () => ask("jobs.cancel", { jobId: job.id }),
      },
    ]);
  }, [ask, jobs, navigate, t, titleOf]);
}

/** The replicas of each repository that has several, by the names of the places, too. */
function useReplicaCommands(): readonly Command[] {
  const { t } = useTranslation("failover");
  const navigate = useNavigate();
  const sets = useCall("failover.list", {});
  const views = sets.kind === "ready" ? sets.value.repositories : undefined;
  return useMemo(
    () =>
      (views ?? []).map<Command>(({ repositoryId, name, replicas, phase }) => ({
        ...{ id: `replicas:${repositoryId}`, group: "things", icon: "failover" },
        title: t("palette.replicas", { name: printable(name) }),
        note: t(`timeline.phase.${phase}`),
        keywords: `${t("palette.keywords")} ${replicas.map((replica) => printable(replica.name)).join(" ")}`,
        run: () => void navigate(`/failover/${repositoryId}`),
      })),
    [navigate, t, views],
  );
}

function useSettingCommands(ask: Ask): readonly Command[] {
  const { t } = useTranslation("palette");
  const navigate = useNavigate();
  return useMemo(() => {
    const theme = (["light", "dark", "system"] as const).map<Command>((name) => ({
      ...{ id: `theme:${name}`, group: "settings", icon: "moon", title: t(`theme.${name}`) },
      run: () => ask("settings.set", { theme: name }),
    }));
    const language = (["en", "zh"] as const).map<Command>((name) => ({
      ...{ id: `language:${name}`, group: "settings", icon: "settings", title: t(`language.${name}`) },
      // whoever reads the wrong language has to find the way out of it
      keywords: "language sprache 语言 english 中文 chinese",
      run: () => ask("settings.set", { language: name }),
    }));
    const parts = (["repositories", "sources"] as const).map<Command>((part) => ({
      ...{ id: `settings:${part}`, group: "settings", icon: part === "sources" ? "folder" : "nas" },
      ...{ title: t(`part.${part}`), keywords: t(`partKeywords.${part}`) },
      run: () => void navigate(`/settings/${part}`),
    }));
    const setUp: Command = {
      ...{ id: "set-up", group: "settings", icon: "plus", title: t("setUp") },
      run: () => void navigate("/set-up"),
    };
    const keys: Command = {
      ...{ id: "keys", group: "settings", icon: "bulb", title: t("showKeys") },
      run: () => void helpSignal.open(),
    };
    return [...parts, ...theme, ...language, setUp, keys];
  }, [ask, navigate, t]);
}
