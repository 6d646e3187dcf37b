import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { Sentence } from "../components/sentence.tsx";

type CrashGuardProps = {
  readonly children: ReactNode;
  /** Another value tries the children again. */
  readonly resetKey: string;
};
type CrashGuardState = { readonly hasCrashed: boolean; readonly resetKey: string };

/** Keeps a mistake in one page from taking the window along. React has no hook for it. */
export class CrashGuard extends Component<CrashGuardProps, CrashGuardState> {
  override state: CrashGuardState = { hasCrashed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<CrashGuardState> {
    return { hasCrashed: true };
  }

  static getDerivedStateFromProps(
    { resetKey }: CrashGuardProps,
    state: CrashGuardState,
  ): Partial<CrashGuardState> | null {
    return resetKey === state.resetKey ? null : { hasCrashed: false, resetKey };
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useTranslation("shell");
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t("crashed.title")}
          context={t("crashed.hint")}
          actions={<Button onClick={() => window.location.reload()}>{t("crashed.again")}</Button>}
        />
      }
    />
  );
}
