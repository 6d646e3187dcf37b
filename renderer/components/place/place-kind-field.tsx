import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PLACE_KINDS, type PlaceKind } from "../../../shared/model/remote-place.ts";
import type { RemotePlaceState } from "./use-remote-place.ts";

type PlaceKindFieldProps = {
  readonly remote: RemotePlaceState;
  readonly kinds?: readonly PlaceKind[];
};

/** Which kind of place it is: what is asked for further down depends on it. */
export function PlaceKindField({ remote, kinds = PLACE_KINDS }: PlaceKindFieldProps) {
  const { t } = useTranslation("remotePlace");
  return (
    <NativeSelect
      label={t("kind")}
      value={remote.kind}
      data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      onChange={({ currentTarget }) => remote.setKind(currentTarget.value as PlaceKind)}
    />
  );
}
