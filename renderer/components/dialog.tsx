import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { WireError } from "../../shared/errors.ts";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";
import { ErrorNote } from "./error-note.tsx";
import { TextField } from "./text-field.tsx";
import { useTopmost } from "./use-topmost.ts";

type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What is asked, or what it is for. */
  readonly title: string;
  readonly children: ReactNode;
  /** The buttons at the foot; a cancel button is there already. */
  readonly actions?: ReactNode;
  readonly size?: number;
  readonly cancelWord?: string;
};

/** A window above the page. Esc and a press beside it cancel. */
export function Dialog({ isOpen, onClose, title, children, actions, size = 440, cancelWord }: DialogProps) {
  const { t } = useTranslation();
  const isTopmost = useTopmost(isOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={() => isTopmost() && onClose()}
      size={size}
      centered
      lockScroll={false} // the page itself never scrolls, and locking puts in a style by script
      transitionProps={{ transition: "pop", duration: 180 }}
      classNames={CLASS_NAMES}
    >
      <Frame title={title} hasClose>
        {children}
        <div className={styles.actions}>
          <Button onClick={onClose}>{cancelWord ?? t("cancel")}</Button>
          {actions}
        </div>
      </Frame>
    </Modal.Root>
  );
}

type DangerDialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What exactly will happen. */
  readonly children: ReactNode;
  /** The button's words, which name the deed, like "Remove old TrueNAS". */
  readonly deed: string;
  /** For what cannot be undone: has to be typed. */
  readonly nameToType?: string;
  readonly onConfirm: () => void;
  readonly isBusy?: boolean;
  /** It was tried and did not work. */
  readonly error?: WireError | undefined;
};

/** Asks once before something dangerous. Cancel has the focus. */
export function DangerDialog({
  isOpen,
  onClose,
  title,
  children,
  deed,
  nameToType,
  onConfirm,
  isBusy = false,
  error,
}: DangerDialogProps) {
  const { t } = useTranslation();
  const isTopmost = useTopmost(isOpen);
  const [typed, setTyped] = useState("");
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) setTyped("");
  }, [isOpen]);
  const isTyped = nameToType === undefined || typed.trim() === nameToType.trim();
  return (
    <Modal.Root
      opened={isOpen}
      onClose={() => isTopmost() && onClose()}
      size={440}
      centered
      lockScroll={false}
      transitionProps={{ transition: "pop", duration: 180, onEntered: () => cancel.current?.focus() }}
      classNames={CLASS_NAMES}
    >
      <Frame title={title}>
        <div className={styles.text}>{children}</div>
        {nameToType !== undefined && (
          <TextField
            label={
              <Trans
                t={t}
                i18nKey="typeToGoOn"
                values={{ name: nameToType }}
                components={{ name: <strong /> }}
              />
            }
            value={typed}
            onChange={setTyped}
          />
        )}
        {error !== undefined && <ErrorNote error={error} />}
        <div className={`${styles.actions} ${styles.danger}`}>
          <Button
            kind="danger"
            onClick={onConfirm}
            isBusy={isBusy}
            {...(isTyped ? {} : { offBecause: t("typeNameFirst") })}
          >
            {deed}
          </Button>
          <Button ref={cancel} onClick={onClose} data-autofocus>
            {t("cancel")}
          </Button>
        </div>
      </Frame>
    </Modal.Root>
  );
}

const CLASS_NAMES = {
  content: styles.content ?? "",
  title: styles.title ?? "",
  body: styles.body ?? "",
  overlay: styles.overlay ?? "",
};

type FrameProps = { readonly title: string; readonly hasClose?: boolean; readonly children: ReactNode };

/** The library's own header is a `<header>`, which would make a second banner of the page. */
function Frame({ title, hasClose = false, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <>
      <Modal.Overlay />
      <Modal.Content>
        <div className={styles.header}>
          <Modal.Title>{title}</Modal.Title>
          {hasClose && <Modal.CloseButton aria-label={t("close")} tabIndex={-1} />}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </>
  );
}
