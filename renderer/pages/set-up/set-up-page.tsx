import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import type { RepositoryId } from "../../../shared/ids.ts";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Mark } from "../../components/mark.tsx";
import { EMPTY_REMOTE, textsOf } from "../../components/place/remote-form.ts";
import { usePlace } from "../../components/place/use-place.ts";
import { useNextRuns } from "../../components/schedule-field.tsx";
import { emptySchedule } from "../../components/schedule-presets.ts";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import { useCall } from "../../host/use-call.ts";
import { type BegunPlace, begunSetUp } from "./begun-set-up.ts";
import { ReadyStep } from "./ready-step.tsx";
import styles from "./set-up-page.module.css";
import { SET_UP_STEPS, type SetUpStep, StepsRail } from "./steps-rail.tsx";
import type { SetUpSource } from "./suggested-sources.ts";
import { useFinish } from "./use-finish.ts";
import { WhatStep } from "./what-step.tsx";
import { WhenStep } from "./when-step.tsx";
import { WhereStep } from "./where-step.tsx";

/** The guided set-up: what to protect, where to, when; then the first backup begins. */
export function SetUpPage() {
  const { t } = useTranslation(["setUp", "remotePlace"]);
  const { t: common } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const leave = useAct("app.finishSetUp");
  const finish = useFinish();
  const repositories = useCall("repositories.list", {});
  const known = repositories.kind === "ready" ? repositories.value.repositories : [];
  const [begun] = useState(() => begunSetUp.read());
  const { step, setStep } = useStep();
  const [sources, setSources] = useState<readonly SetUpSource[] | undefined>(begun?.sources);
  const [chosenPlace, setChosenPlace] = useState<RepositoryId | undefined>(begun?.chosenPlace);
  const [schedule, setSchedule] = useState<Schedule>(() => begun?.schedule ?? emptySchedule("hourly"));
  const [wantsSecond, setWantsSecond] = useState(false);
  const heading = useHeadingFocus(step);
  /** The repository that was made just now, of which the list may not know yet. */
  const made = useRef<RepositoryId>(undefined);

  const chosen = (sources ?? []).filter(({ isChosen }) => isChosen);
  const place = usePlace(
    chosen.map(({ path }) => path),
    begun === undefined ? {} : startOf(begun.place),
  );
  const chosenRepository = known.find(({ id }) => id === chosenPlace);
  const placeName = chosenRepository?.name ?? place.name;
  const hasSecond = (chosenRepository?.replicas.length ?? 0) > 1;
  const nextRuns = useNextRuns(schedule);
  const counting = useAct("plans.previewSchedule");
  const obstacle = whatIsMissing();
  const at = SET_UP_STEPS.indexOf(step);
  const { location, name, password } = place.draft;
  const { kind, form } = place.remote;

  useEffect(() => {
    if (sources === undefined) return;
    const remote = { kind, texts: textsOf(form) };
    begunSetUp.write({ sources: [...sources], chosenPlace, schedule, place: { location, name, remote } });
  }, [sources, chosenPlace, schedule, location, name, kind, form]);
  // the password is not kept anywhere, so whoever loads the page again gives it again
  const isPlaceLost = chosenPlace === undefined && (!place.isNamed || password === "");
  const earliest = at > 0 && chosen.length === 0 ? "what" : at > 1 && isPlaceLost ? "where" : undefined;
  useEffect(() => {
    if (earliest !== undefined) setStep(earliest, true);
  }, [earliest, setStep]);

  /** What was made is chosen from then on: what comes next may fail, and the page may be loaded again. */
  const makePlace = async (): Promise<RepositoryId | undefined> => {
    const isMade = chosenPlace !== undefined && chosenPlace === made.current;
    if (isMade || chosenRepository !== undefined) return chosenPlace;
    made.current = (await place.make())?.id;
    setChosenPlace(made.current);
    return made.current;
  };
  const onFinish = async (): Promise<void> => {
    const isDone = await finish.run({
      sources: chosen,
      place: makePlace,
      schedule,
      planName: t("planName"),
    });
    if (!isDone) return;
    begunSetUp.forget();
    await queryClient.invalidateQueries();
    const placeId = made.current ?? chosenPlace;
    navigate(wantsSecond && placeId !== undefined ? `/failover/${placeId}?add` : "/backups");
  };
  const onLeave = async (): Promise<void> => {
    if ((await leave.run({})) === undefined) return;
    begunSetUp.forget();
    await queryClient.invalidateQueries({ queryKey: ["app.state"] });
    navigate("/overview");
  };
  const onNext = async (): Promise<void> => {
    if (obstacle !== undefined || finish.isRunning || place.isMaking) return;
    if (step === "where" && chosenRepository === undefined && !(await place.check())) return;
    // typed a moment ago, and not looked at yet: what is wrong with it stands below it then
    const isCounted =
      step !== "when" || schedule.kind !== "cron" || (await counting.run({ schedule, count: 1 }));
    if (!isCounted) return;
    const next = SET_UP_STEPS[at + 1];
    if (next === undefined) await onFinish();
    else setStep(next);
  };

  return (
    <div className={styles.window}>
      <header className={styles.bar} data-region="title-bar">
        <Mark />
        <strong>Backstay</strong>
      </header>
      <StepsRail
        step={step}
        notes={{
          what: chosen.length > 0 ? t("steps.whatDone", { count: chosen.length }) : t("steps.whatNote"),
          where: at > 1 ? placeName : t("steps.whereNote"),
          when: at > 2 ? format.schedule(schedule) : t("steps.whenNote"),
          ready: t("steps.readyNote"),
        }}
      />
      <main className={styles.main}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void onNext();
          }}
        >
          <div className={styles.body} data-region="band">
            <header className={styles.head}>
              <h1 ref={heading} tabIndex={-1}>
                {t(`${step}.title`)}
              </h1>
              <p>{t(`${step}.text`)}</p>
            </header>
            {step === "what" && <WhatStep sources={sources} onChange={setSources} />}
            {step === "where" && (
              <WhereStep
                place={place}
                known={known}
                chosenId={chosenPlace}
                onChoose={setChosenPlace}
                sources={chosen}
              />
            )}
            {step === "when" && <WhenStep value={schedule} onChange={setSchedule} />}
            {step === "ready" && (
              <ReadyStep
                {...{ placeName, schedule }}
                sources={chosen}
                wantsSecond={hasSecond ? undefined : wantsSecond}
                onWantsSecond={setWantsSecond}
              />
            )}
            {finish.error !== undefined && <ErrorNote error={finish.error} />}
            {step === "ready" && place.error !== undefined && <ErrorNote error={place.error} />}
            {leave.error !== undefined && <ErrorNote error={leave.error} />}
          </div>
          <footer className={styles.foot}>
            {at > 0 ? (
              <Button onClick={() => setStep(SET_UP_STEPS[at - 1] ?? "what")}>{common("back")}</Button>
            ) : (
              <Button kind="quiet" onClick={() => void onLeave()}>
                {t("leave")}
              </Button>
            )}
            <span className={styles.obstacle}>
              {finish.isRunning || place.isMaking ? t("making") : obstacle}
            </span>
            <Button
              kind="primary"
              type="submit"
              isBusy={finish.isRunning || place.isMaking}
              {...(obstacle === undefined ? {} : { offBecause: obstacle })}
            >
              {step === "ready" ? t("start") : common("continue")}
            </Button>
          </footer>
        </form>
      </main>
    </div>
  );

  function whatIsMissing(): string | undefined {
    if (step === "what" && chosen.length === 0) return t("what.missing");
    if (step === "where" && chosenRepository === undefined && !place.isComplete)
      return place.remote.kind === "folder" ? t("where.missing") : t("remotePlace:missingForPlace");
    const isOwn = step === "when" && schedule.kind === "cron";
    if (isOwn && (!nextRuns.isComplete || nextRuns.preview.kind === "failed")) return t("when.missing");
    return undefined;
  }
}

/** What was begun, as a place starts from. */
function startOf({ remote, ...draft }: BegunPlace) {
  if (remote === undefined) return draft;
  const { kind, texts } = remote;
  return { ...draft, remote: { kind, form: { ...EMPTY_REMOTE, ...texts } } };
}

/** The step is in the address, so that a browser's own "back" goes a step back, and loading again stays where one was. */
function useStep() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const step = SET_UP_STEPS.find((known) => pathname === `/set-up/${known}`) ?? "what";
  const setStep = useCallback(
    (next: SetUpStep, replace = false) => void navigate(`/set-up/${next}`, { replace }),
    [navigate],
  );
  return { step, setStep };
}

/** A new step is read from its beginning. */
function useHeadingFocus(step: SetUpStep) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    heading.current?.focus();
  }, [step]);
  return heading;
}
