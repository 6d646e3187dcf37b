import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { STANDINGS, type Standing, type StandingSubject } from "../../../../shared/model/standing.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";

type StandingSelectProps = {
  readonly label: string;
  readonly isLabelSeen: boolean;
  readonly subject: StandingSubject;
  readonly standing: Standing | null;
  /** What holds where nobody has said it. */
  readonly otherwise: string;
};

/** Where something stands; what is chosen is saved at once. */
export function StandingSelect({ label, isLabelSeen, subject, standing, otherwise }: StandingSelectProps) {
  const { t } = useTranslation("copies");
  const save = useAct("survival.setStanding");
  return (
    <>
      <NativeSelect
        {...(isLabelSeen ? { label } : { "aria-label": label })}
        value={standing ?? ""}
        data={[
          { value: "", label: otherwise },
          ...STANDINGS.map((value) => ({ value, label: t(`stands.${value}`) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          void save.run({ subject, standing: STANDINGS.find((one) => one === value) ?? null })
        }
      />
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </>
  );
}
