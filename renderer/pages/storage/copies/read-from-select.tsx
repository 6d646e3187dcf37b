import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { READ_STRATEGIES } from "../../../../shared/model/read-strategy.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";

/** Which replica is read from first; what is chosen is saved at once, and is for all repositories with several. */
export function ReadFromSelect() {
  const { t } = useTranslation("copies");
  const state = useCall("app.state", {});
  const save = useAct("settings.set");
  if (state.kind !== "ready") return null;
  return (
    <>
      <NativeSelect
        label={t("readFrom")}
        value={state.value.settings.readFrom}
        data={READ_STRATEGIES.map((value) => ({ value, label: t(`readFroms.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const readFrom = READ_STRATEGIES.find((one) => one === value);
          if (readFrom !== undefined) void save.run({ readFrom });
        }}
      />
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </>
  );
}
