import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { printable } from "../../shared/format/printable.ts";
import { useCall } from "../host/use-call.ts";
import type { Command } from "./match-commands.ts";

/** The sheet of each repository that is printed and kept elsewhere. */
export function useKitCommands(): readonly Command[] {
  const { t } = useTranslation("recoveryKit");
  const navigate = useNavigate();
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : undefined;
  return useMemo(
    () =>
      (repositories ?? []).map<Command>(({ id, name }) => ({
        ...{ id: `kit:${id}`, group: "settings", icon: "print" },
        ...{ title: t("command", { name: printable(name) }), keywords: t("keywords") },
        run: () => void navigate(`/recovery-kit/${id}`),
      })),
    [navigate, repositories, t],
  );
}
