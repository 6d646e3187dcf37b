import { Checkbox, NativeSelect, Radio } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Plan } from "../../../../shared/model/plan.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { localPathsOf, type Source } from "../../../../shared/model/source.ts";
import { DEFAULT_LEASE_MS, type StandInPlan } from "../../../../shared/model/stand-in.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Page } from "../../../components/page.tsx";
import { KnownPlaceWarning } from "../../../components/place/place-warning.tsx";
import { ScheduleField } from "../../../components/schedule-field.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { TimeField } from "../../../components/time-field.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAct } from "../../../host/use-act.ts";
import { HooksField } from "./hooks-field.tsx";
import { keptDraft } from "./kept-draft.ts";
import { PlaceDialog } from "./place-dialog.tsx";
import { type DraftInProgress, missingParts } from "./plan-draft.ts";
import styles from "./plan-form.module.css";
import { RetentionField } from "./retention-field.tsx";
import { SourcesField } from "./sources-field.tsx";
import { StandInField } from "./stand-in-field.tsx";

type PlanFormProps = {
  /** Undefined for a new one. */
  readonly plan: Plan | undefined;
  /** Of that plan; the first counts, because the form keeps what it began with. */
  readonly revision: string | undefined;
  /** Gives up what was changed and begins with the plan as it is now. */
  readonly onStartAnew: () => void;
  readonly start: DraftInProgress;
  readonly sources: readonly Source[];
  readonly repositories: readonly RepositoryView[];
  /** Who starts it, where another computer may. */
  readonly shared: StandInPlan | undefined;
};

/** More are not asked about at once. */
const MAX_SOURCE_PATHS = 500;
const MODES = ["incremental", "differential", "full"] as const;

/** What, where to, when, how, how long: a plan from its top to its end. */
export function PlanForm({
  plan,
  revision,
  onStartAnew,
  start,
  sources,
  repositories,
  shared,
}: PlanFormProps) {
  const { t } = useTranslation(["backups", "standIn"]);
  const { t: common } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const save = useAct("plans.save");
  const offer = useAct("standIn.offer");
  const wasOffered = shared?.isOwn === true;
  /** Undefined until somebody says it here: how it is may be heard of only now. */
  const [chosenOffer, setChosenOffer] = useState<boolean>();
  const isOffered = chosenOffer ?? wasOffered;
  /** What was saved already, when only telling others of it went wrong. */
  const [savedId, setSavedId] = useState<Plan["id"]>();
  const kept = useMemo(() => keptDraft(plan?.id), [plan?.id]);
  const [begun, setBegun] = useState(() => kept.read());
  const [draft, setDraft] = useState<DraftInProgress>(begun?.draft ?? start);
  const [hasChanged, setHasChanged] = useState(false);
  const [startedAt] = useState(begun === undefined ? revision : begun.revision);
  const [isPlaceOpen, setIsPlaceOpen] = useState(false);
  const change = (part: Partial<DraftInProgress>) => {
    setHasChanged(true);
    setDraft((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    if (hasChanged) kept.write({ draft, revision: startedAt });
  }, [hasChanged, draft, kept, startedAt]);
  const missing = missingParts(draft);
  const { repositoryId } = draft;
  const active = repositories.find(({ id }) => id === repositoryId)?.replicas[0];
  const location = active?.kind === "folder" ? active.location : undefined;
  const sourcePaths = sources
    .filter(({ id }) => draft.sourceIds.includes(id))
    .flatMap(localPathsOf)
    .slice(0, MAX_SOURCE_PATHS);
  const onSave = async (since = startedAt): Promise<void> => {
    if (repositoryId === undefined) return;
    const saved = await save.run({
      planId: savedId ?? plan?.id ?? null,
      draft: { ...draft, repositoryId },
      ...(since === undefined || savedId !== undefined ? {} : { revision: since }),
    });
    if (saved === undefined) return;
    kept.forget();
    setSavedId(saved.id);
    if (isOffered !== wasOffered) {
      const lastsMs = shared?.lastsMs ?? DEFAULT_LEASE_MS;
      if ((await offer.run({ planId: saved.id, isOffered, lastsMs })) === undefined) return;
    }
    navigate(`/backups/${saved.id}`);
  };
  const startAnew = (): void => {
    kept.forget();
    setBegun(undefined);
    onStartAnew();
  };
  return (
    <Page
      sentence={
        <Sentence
          verdict="info"
          first={plan === undefined ? t("editor.newTitle") : t("editor.editTitle", { name: plan.name })}
          context={t("editor.hint")}
          actions={
            <Button
              onClick={() => {
                kept.forget();
                navigate(plan === undefined ? "/backups" : `/backups/${plan.id}`);
              }}
            >
              {common("cancel")}
            </Button>
          }
        />
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing.length === 0) void onSave();
        }}
      >
        {begun !== undefined && (
          <p className={styles.begun} role="status">
            {t("editor.begun")}{" "}
            <Button kind="quiet" size="small" onClick={startAnew}>
              {t("editor.discard")}
            </Button>
          </p>
        )}
        <div className={styles.name}>
          <TextField
            label={t("editor.name")}
            value={draft.name}
            onChange={(name) => change({ name })}
            autoFocus={plan === undefined}
          />
        </div>
        <Band heading={t("editor.what")} caption={t("editor.whatCaption")}>
          <SourcesField
            sources={sources}
            chosen={draft.sourceIds}
            onChange={(sourceIds) => change({ sourceIds: [...sourceIds] })}
          />
        </Band>
        <Band heading={t("editor.where")} caption={t("editor.whereCaption")}>
          <div className={styles.line}>
            <NativeSelect
              aria-label={t("editor.place")}
              value={repositoryId ?? ""}
              onChange={(event) => {
                const chosen = repositories.find(({ id }) => id === event.currentTarget.value);
                change({ repositoryId: chosen?.id });
              }}
              data={[
                ...(repositoryId === undefined ? [{ value: "", label: t("editor.choosePlace") }] : []),
                ...repositories.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <Button icon="plus" onClick={() => setIsPlaceOpen(true)}>
              {t("editor.newPlace")}
            </Button>
          </div>
          {location !== undefined && sourcePaths.length > 0 && (
            <KnownPlaceWarning location={location} sourcePaths={sourcePaths} />
          )}
        </Band>
        <Band heading={t("editor.when")}>
          <ScheduleField
            value={draft.schedule}
            window={draft.window}
            onChange={(schedule) => change({ schedule })}
          />
          {draft.schedule.kind !== "manual" && (
            <div className={styles.window}>
              <Checkbox
                label={t("editor.window")}
                checked={draft.window !== null}
                onChange={(event) =>
                  change({ window: event.currentTarget.checked ? { from: "01:00", to: "06:00" } : null })
                }
              />
              {draft.window !== null && (
                <div className={styles.line}>
                  <TimeField
                    label={t("editor.from")}
                    value={draft.window.from}
                    onChange={(from) => change({ window: { from, to: draft.window?.to ?? "06:00" } })}
                  />
                  <TimeField
                    label={t("editor.to")}
                    value={draft.window.to}
                    onChange={(to) => change({ window: { from: draft.window?.from ?? "01:00", to } })}
                  />
                </div>
              )}
            </div>
          )}
        </Band>
        <Band heading={t("editor.mode")}>
          <Radio.Group
            aria-label={t("editor.mode")}
            value={draft.mode}
            onChange={(mode) => change({ mode: MODES.find((known) => known === mode) ?? "incremental" })}
          >
            <div className={styles.modes}>
              {MODES.map((mode) => (
                <Radio
                  key={mode}
                  value={mode}
                  label={t(`editor.modes.${mode}`)}
                  description={t(`editor.modes.${mode}Hint`)}
                />
              ))}
            </div>
          </Radio.Group>
        </Band>
        <Band heading={t("editor.keep")} caption={t("editor.keepCaption")}>
          <RetentionField
            value={draft.retention}
            onChange={(retention) => change({ retention })}
            repositoryId={repositoryId}
            sources={sources.filter(({ id }) => draft.sourceIds.includes(id))}
          />
        </Band>
        <HooksField
          hooks={draft.hooks ?? []}
          onChange={(hooks) => change({ hooks })}
          saved={plan === undefined ? undefined : { id: plan.id, hooks: plan.hooks ?? [] }}
          planName={plan?.name ?? draft.name}
          shared={shared?.isOwn === false ? "other" : isOffered ? "offered" : undefined}
        />
        <StandInField shared={shared} isOffered={isOffered} onChange={setChosenOffer} />
        <div className={styles.foot}>
          {offer.error !== undefined && (
            <>
              <p className={styles.note}>{t("standIn:editor.notShared")}</p>
              <ErrorNote error={offer.error} />
            </>
          )}
          {save.error !== undefined && (
            <ErrorNote
              error={save.error}
              actions={
                save.error.code === "PLAN_CHANGED" && (
                  <>
                    <Button size="small" onClick={startAnew}>
                      {t("editor.takeOther")}
                    </Button>
                    {/* what is there now is replaced, but not what somebody saves after this was said */}
                    <Button size="small" onClick={() => void onSave(revision)}>
                      {t("editor.replaceOther")}
                    </Button>
                  </>
                )
              }
            />
          )}
          <div className={styles.footLine}>
            <span className={styles.missing}>
              {missing.length > 0 &&
                t("editor.notComplete", {
                  what: format.list(missing.map((part) => t(`editor.missing.${part}`))),
                })}
            </span>
            <Button
              kind="primary"
              type="submit"
              isBusy={save.isRunning || offer.isRunning}
              {...(missing.length > 0
                ? {
                    offBecause: t("editor.notComplete", {
                      what: format.list(missing.map((part) => t(`editor.missing.${part}`))),
                    }),
                  }
                : {})}
            >
              {t("editor.save")}
            </Button>
          </div>
        </div>
      </form>
      <PlaceDialog
        isOpen={isPlaceOpen}
        sourcePaths={sourcePaths}
        onClose={() => setIsPlaceOpen(false)}
        onReady={(repository) => {
          setIsPlaceOpen(false);
          change({ repositoryId: repository.id });
        }}
      />
    </Page>
  );
}
