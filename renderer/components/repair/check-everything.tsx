import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useAct } from "../../host/use-act.ts";
import { Button } from "../button.tsx";
import { ErrorNote } from "../error-note.tsx";

type CheckEverythingProps = {
  readonly repositoryId: RepositoryId;
  readonly kind?: "primary" | "default";
  readonly size?: "normal" | "small";
};

/** Starts a check that reads every byte, the only proof that a repository is whole, and goes to where it is shown. */
export function CheckEverything({ repositoryId, kind = "default", size = "normal" }: CheckEverythingProps) {
  const { t } = useTranslation("repair");
  const navigate = useNavigate();
  const check = useAct("repositories.check");
  const start = async () => {
    const job = await check.run({ repositoryId, readDataPercent: 100 });
    if (job !== undefined) navigate(`/activity/${job.jobId}`);
  };
  return (
    <>
      <Button kind={kind} size={size} isBusy={check.isRunning} onClick={() => void start()}>
        {t("check")}
      </Button>
      {check.error !== undefined && <ErrorNote error={check.error} />}
    </>
  );
}
