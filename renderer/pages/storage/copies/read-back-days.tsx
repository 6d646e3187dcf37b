import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";

const CHOICES = [14, 30, 60, 90, 180];

/** In how many days all data is read back; what is chosen is saved at once, and is for all repositories. */
export function ReadBackDays({ days }: { readonly days: number | null }) {
  const { t } = useTranslation("copies");
  const save = useAct("settings.set");
  const choices = days === null || CHOICES.includes(days) ? CHOICES : [days, ...CHOICES];
  return (
    <>
      <NativeSelect
        label={t("everyDays")}
        value={String(days ?? 0)}
        data={[
          ...choices.map((count) => ({ value: String(count), label: t("days", { count }) })),
          { value: "0", label: t("never") },
        ]}
        onChange={({ currentTarget }) => void save.run({ readBackDays: Number(currentTarget.value) })}
      />
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </>
  );
}
