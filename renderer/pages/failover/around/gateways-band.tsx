import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { GatewayView } from "../../../../shared/model/gateway.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAppState } from "../../../host/use-app-state.ts";
import { useCall } from "../../../host/use-call.ts";
import styles from "./around.module.css";
import { GatewayDialog } from "./gateway-dialog.tsx";
import { GatewayRow } from "./gateway-row.tsx";

/** No event tells of connections that come and go. */
const LOOK_EVERY_MS = 5_000;

/** The gateways in front of a repository's places: where they lead, and who is in them. */
export function GatewaysBand({ view }: { readonly view: FailoverView }) {
  const { t } = useTranslation("around");
  const answer = useCall("gateways.list", {}, { everyMs: LOOK_EVERY_MS });
  const app = useAppState();
  // an open port of the computer is as good as a program that is run there
  const mayListen = app.kind === "ready" && app.value.mayChoosePrograms;
  const [edited, setEdited] = useState<GatewayView | "new">();
  const gateways = (answer.kind === "ready" ? answer.value.gateways : [])
    .filter(({ repositoryId }) => repositoryId === view.repositoryId)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <Band
      heading={t("gateways.heading")}
      caption={t("gateways.caption")}
      end={
        answer.kind === "ready" &&
        mayListen && (
          <Button kind="quiet" size="small" onClick={() => setEdited("new")}>
            {t("gateways.add")}
          </Button>
        )
      }
    >
      {answer.kind === "loading" && <Waiting rows={2} rowHeight={48} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {answer.kind === "ready" && gateways.length === 0 && (
        <p className={styles.none}>{t("gateways.none")}</p>
      )}
      {gateways.length > 0 && (
        <ul>
          {gateways.map((gateway) => (
            <GatewayRow
              key={gateway.id}
              {...{ gateway, view }}
              {...(mayListen ? { onEdit: () => setEdited(gateway) } : {})}
            />
          ))}
        </ul>
      )}
      {answer.kind === "ready" && app.kind === "ready" && !mayListen && (
        <div className={styles.elsewhere}>
          <p>{t("gateways.elsewhere")}</p>
          <code>
            {t("gateways.command", {
              repository: printable(view.name),
              replica: printable(view.replicas[0]?.name ?? ""),
            })}
          </code>
        </div>
      )}
      {edited !== undefined && (
        <GatewayDialog
          view={view}
          gateway={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Band>
  );
}
