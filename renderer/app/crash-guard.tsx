import { Component, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { Sentence } from "../components/sentence.tsx";
import { transport } from "../host/host.ts";
import { loadAgainByItself } from "../host/load-again.ts";
import { useConnection } from "../host/use-connection.ts";
import { PageNotLoaded } from "./lazy-page.ts";

type CrashGuardProps = {
  readonly children: ReactNode;
  /** Another value tries the children again. */
  readonly resetKey: string;
};
/** `outdated`: its code is not to be had any more. */
type Crash = "crashed" | "outdated";
type CrashGuardState = { readonly crash: Crash | undefined; readonly resetKey: string };

/** Keeps a mistake in one page from taking the window along. React has no hook for it. */
export class CrashGuard extends Component<CrashGuardProps, CrashGuardState> {
  override state: CrashGuardState = { crash: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<CrashGuardState> {
    return { crash: error instanceof PageNotLoaded ? "outdated" : "crashed" };
  }

  static getDerivedStateFromProps(
    { resetKey }: CrashGuardProps,
    state: CrashGuardState,
  ): Partial<CrashGuardState> | null {
    return resetKey === state.resetKey ? null : { crash: undefined, resetKey };
  }

  override render(): ReactNode {
    const { crash } = this.state;
    return crash === undefined ? this.props.children : <Crashed crash={crash} />;
  }
}

function Crashed({ crash }: { readonly crash: Crash }) {
  const { t } = useTranslation("shell");
  const isUnreached = useUnreached(crash);
  const words = isUnreached ? "unreached" : crash;
  const again = isUnreached ? () => transport.reconnect() : () => window.location.reload();
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t(`${words}.title`)}
          context={t(`${words}.hint`)}
          actions={<Button onClick={again}>{t(`${words}.again`)}</Button>}
        />
      }
    />
  );
}

/**
 * Whether code lacks because the host is gone. When it is back the whole window is loaded again: browsers keep that a script, or a
 * style it needs, could not be had, and the host may have pages of another build by then.
 */
function useUnreached(crash: Crash): boolean {
  const isOpen = useConnection() === "connected";
  const wasLost = useRef(false);
  useEffect(() => {
    if (crash !== "outdated") return;
    if (!isOpen) wasLost.current = true;
    else if (wasLost.current) window.location.reload();
    else void loadAgainByItself(); // the page before was left, so nothing is lost
  }, [crash, isOpen]);
  return crash === "outdated" && !isOpen;
}
