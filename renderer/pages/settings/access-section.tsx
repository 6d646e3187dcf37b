import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConsoleSession, EndSessions } from "../../../shared/api/console-access.ts";
import type { WireError } from "../../../shared/errors.ts";
import { Band } from "../../components/band.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Waiting } from "../../components/waiting.tsx";
import { endSessions, readAccess } from "../../host/console-access.ts";
import { toWireError } from "../../host/to-wire-error.ts";
import styles from "./access-section.module.css";
import { ConsolePasswordDialog } from "./console-password-dialog.tsx";
import { SignOutRow } from "./sign-out-row.tsx";

const KEY = ["console access"];

/** Who is signed in to these pages, and the password that opens them. Only where a browser shows them. */
export function AccessSection() {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  // no event tells of somebody who signs in: it is looked again when this comes into view
  const access = useQuery({ queryKey: KEY, queryFn: readAccess, staleTime: 0, refetchOnWindowFocus: true });
  const [isChanging, setIsChanging] = useState(false);
  const [hasChanged, setHasChanged] = useState(false);
  const [error, setError] = useState<WireError>();
  const end = async (which: EndSessions): Promise<void> => {
    setError(undefined);
    try {
      await endSessions(which);
    } catch (thrown) {
      setError(toWireError(thrown));
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
  };
  const sessions = access.data?.sessions ?? [];
  return (
    <Band
      heading={t("access.heading")}
      caption={t("access.caption")}
      end={
        sessions.length > 1 && (
          <Button size="small" onClick={() => void end({ others: true })}>
            {t("access.endOthers")}
          </Button>
        )
      }
    >
      {access.isPending && <Waiting rows={2} rowHeight={44} />}
      {access.error !== null && (
        <ErrorNote error={toWireError(access.error)} onRetry={() => void access.refetch()} />
      )}
      <ul>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => void end({ id: session.id })} />
        ))}
      </ul>
      {error !== undefined && <ErrorNote error={error} />}
      {access.data !== undefined && (
        <div className={styles.password}>
          <div>
            <strong>{t("access.password")}</strong>
            <p id="console-password-hint" role="status">
              {hasChanged
                ? t("access.passwordChanged")
                : t(access.data.hasPassword ? "access.passwordHint" : "access.passwordUnset")}
            </p>
          </div>
          {access.data.hasPassword && (
            <Button aria-describedby="console-password-hint" onClick={() => setIsChanging(true)}>
              {t("access.changePassword")}
            </Button>
          )}
        </div>
      )}
      <SignOutRow />
      {isChanging && (
        <ConsolePasswordDialog
          onClose={() => setIsChanging(false)}
          onChanged={() => {
            setIsChanging(false);
            setHasChanged(true);
            void queryClient.invalidateQueries({ queryKey: KEY });
          }}
        />
      )}
    </Band>
  );
}

type SessionRowProps = { readonly session: ConsoleSession; readonly onEnd: () => void };

function SessionRow({ session: { isThis, address, browser, startedMs, usedMs }, onEnd }: SessionRowProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const name = browser === "" ? t("access.someBrowser") : browser;
  return (
    <li className={styles.session}>
      <Icon name="computer" size={16} />
      <div className={styles.words}>
        <p>
          <strong>{name}</strong>
          {address !== "" && <span>{t("access.from", { address })}</span>}
        </p>
        <p>
          {format.facts([
            isThis ? t("access.this") : t("access.used", { when: format.relative(usedMs) }),
            t("access.started", { when: format.momentInText(startedMs) }),
          ])}
        </p>
      </div>
      {!isThis && (
        <Button size="small" kind="quiet" aria-label={t("access.endOne", { name })} onClick={onEnd}>
          {t("access.end")}
        </Button>
      )}
    </li>
  );
}
