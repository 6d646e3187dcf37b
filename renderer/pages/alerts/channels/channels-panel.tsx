import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelView, DeliveryOutcome } from "../../../../shared/model/alert-channel.ts";
import { deliveryProblemWords } from "../../../../shared/words/delivery-problems.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { Empty } from "../../../components/empty.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon, type IconName } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { useGap } from "../../../words/use-gap.ts";
import { useLanguage } from "../../../words/use-language.ts";
import { ChannelDialog } from "./channel-dialog.tsx";
import styles from "./channels.module.css";
import { TestResult } from "./test-result.tsx";

const ICONS: Readonly<Record<ChannelView["setup"]["kind"], IconName>> = {
  ...{ mail: "mail", webhook: "link", command: "computer", sms: "alerts", heartbeat: "activity" },
};

/** All channels: whether they work, and what to change about them. */
export function ChannelsPanel() {
  const { t } = useTranslation("telling");
  const answer = useCall("alerts.channels.list", {});
  const [edited, setEdited] = useState<ChannelView | "new">();
  if (answer.kind !== "ready") {
    return (
      <div className={styles.panel}>
        {answer.kind === "loading" ? (
          <Waiting rows={3} rowHeight={60} />
        ) : (
          <ErrorNote error={answer.error} onRetry={answer.retry} />
        )}
      </div>
    );
  }
  const { channels } = answer.value;
  const add = (
    <Button icon="plus" kind={channels.length === 0 ? "primary" : "default"} onClick={() => setEdited("new")}>
      {t("channels.add")}
    </Button>
  );
  return (
    <div className={styles.panel}>
      {channels.length === 0 ? (
        <Empty icon="mail" title={t("channels.emptyTitle")} action={add}>
          {t("channels.emptyText")}
        </Empty>
      ) : (
        <Band heading={t("channels.heading")} caption={t("channels.caption")} end={add}>
          <ul className={styles.list}>
            {channels.map((channel) => (
              <ChannelRow key={channel.id} channel={channel} onEdit={() => setEdited(channel)} />
            ))}
          </ul>
        </Band>
      )}
      {edited !== undefined && (
        <ChannelDialog channel={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </div>
  );
}

type ChannelRowProps = { readonly channel: ChannelView; readonly onEdit: () => void };

function ChannelRow({ channel, onEdit }: ChannelRowProps) {
  const { t } = useTranslation("telling");
  const { id, name, isEnabled, language, setup } = channel;
  const [outcome, setOutcome] = useState<DeliveryOutcome>();
  const [isAsking, setIsAsking] = useState(false);
  const test = useAct("alerts.channels.test");
  const remove = useAct("alerts.channels.remove");
  const tryIt = async () => {
    setOutcome(undefined);
    const draft = { name, isEnabled, language, setup };
    setOutcome(await test.run({ channelId: id, draft, secrets: {} }));
  };
  return (
    <li className={styles.row} data-channel={id}>
      <Icon name={ICONS[setup.kind]} size={18} />
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {!isEnabled && <span>{t("channels.off")}</span>}
        </p>
        <p className={styles.target}>
          {t(`form.kinds.${setup.kind}`)} · {targetOf(channel)}
        </p>
        <Standing channel={channel} />
        {outcome !== undefined && <TestResult outcome={outcome} />}
        {test.error !== undefined && <ErrorNote error={test.error} />}
      </div>
      <div className={styles.buttons}>
        <Button size="small" isBusy={test.isRunning} onClick={() => void tryIt()}>
          {t("channels.test")}
        </Button>
        <Button size="small" onClick={onEdit}>
          {t("channels.edit")}
        </Button>
        <Button size="small" kind="quiet" onClick={() => setIsAsking(true)}>
          {t("channels.remove")}
        </Button>
      </div>
      <DangerDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("channels.removeTitle", { name })}
        deed={t("channels.removeDeed")}
        isBusy={remove.isRunning}
        error={remove.error}
        onConfirm={() => void remove.run({ channelId: id })}
      >
        {t("channels.removeText")}
      </DangerDialog>
    </li>
  );
}

/** Its newest success or failure, whichever came last: one that failed since is not fine. */
function Standing({ channel }: { readonly channel: ChannelView }) {
  const { t } = useTranslation("telling");
  const format = useFormat();
  const language = useLanguage();
  const { lastSuccessMs, lastFailureMs, lastFailure, waiting } = channel;
  const gap = useGap();
  const isFailing = lastFailure !== null && (lastFailureMs ?? 0) > (lastSuccessMs ?? 0);
  const said = isFailing
    ? t("channels.fails", {
        when: format.momentInText(lastFailureMs ?? 0),
        message: deliveryProblemWords(lastFailure.problem, language).message,
      })
    : lastSuccessMs === null
      ? t("channels.never")
      : t("channels.works", { when: format.momentInText(lastSuccessMs) });
  const sentences = [
    said,
    ...(isFailing && lastFailure.answer !== "" ? [t("channels.answer", { answer: lastFailure.answer })] : []),
    ...(waiting > 0 ? [t("channels.waiting", { count: waiting })] : []),
  ];
  return (
    <p className={styles.standing} data-failing={isFailing}>
      {isFailing && <VerdictShape verdict="failing" size={13} />}
      <span>{sentences.join(gap)}</span>
    </p>
  );
}

function targetOf({ setup, addressHost }: ChannelView): string {
  if (setup.kind === "mail" || setup.kind === "sms") return setup.to.join(", ");
  return setup.kind === "command" ? setup.program : addressHost;
}
