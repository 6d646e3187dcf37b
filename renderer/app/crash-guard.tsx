import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { Sentence } from "../components/sentence.tsx";
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
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t(`${crash}.title`)}
          context={t(`${crash}.hint`)}
          actions={<Button onClick={() => window.location.reload()}>{t(`${crash}.again`)}</Button>}
        />
      }
    />
  );
}
