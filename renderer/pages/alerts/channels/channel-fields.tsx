import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import {
  type ChannelSecret,
  type ChannelSetup,
  WEBHOOK_SHAPES,
} from "../../../../shared/model/alert-channel.ts";
import { TextField } from "../../../components/text-field.tsx";
import type { ChannelForm } from "./channel-form.ts";
import styles from "./channels.module.css";

type ChannelFieldsProps = {
  readonly form: ChannelForm;
  /** Whether this page may say which program is run. */
  readonly mayChoosePrograms: boolean;
  /** Secrets that are in the key store already. */
  readonly kept: readonly ChannelSecret[];
  readonly onChange: (part: Partial<ChannelForm>) => void;
};

type SetupOf<K extends ChannelSetup["kind"]> = Extract<ChannelSetup, { readonly kind: K }>;
type PartProps<K extends ChannelSetup["kind"]> = ChannelFieldsProps & { readonly setup: SetupOf<K> };

/** What a channel of its kind wants to know. */
export function ChannelFields(props: ChannelFieldsProps) {
  const { setup } = props.form;
  switch (setup.kind) {
    case "mail":
      return <MailFields {...props} setup={setup} />;
    case "webhook":
      return <WebhookFields {...props} setup={setup} />;
    case "command":
      return <CommandFields {...props} setup={setup} />;
    case "sms":
      return <SmsFields {...props} setup={setup} />;
    case "heartbeat":
      return <HeartbeatFields {...props} setup={setup} />;
  }
}

function MailFields({ form, setup, onChange, ...rest }: PartProps<"mail">) {
  const { t } = useTranslation("telling");
  const change = (part: Partial<typeof setup>) => onChange({ setup: { ...setup, ...part } });
  return (
    <>
      <TextField label={t("form.host")} value={setup.host} onChange={(host) => change({ host })} />
      <TextField label={t("form.port")} value={form.number} onChange={(number) => onChange({ number })} />
      <NativeSelect
        label={t("form.security")}
        {...(setup.security === "none" ? { description: t("form.noneHint") } : {})}
        value={setup.security}
        data={(["starttls", "tls", "none"] as const).map((value) => ({
          value,
          label: t(`form.securities.${value}`),
        }))}
        onChange={({ currentTarget }) => change({ security: currentTarget.value as typeof setup.security })}
      />
      <TextField
        label={t("form.user")}
        description={t("form.userHint")}
        value={setup.user}
        onChange={(user) => change({ user })}
      />
      {setup.user !== "" && (
        <SecretField {...rest} form={form} onChange={onChange} name="password" label={t("form.password")} />
      )}
      <TextField label={t("form.from")} value={setup.from} onChange={(from) => change({ from })} />
      <TextField
        label={t("form.to")}
        description={t("form.toHint")}
        value={form.list}
        onChange={(list) => onChange({ list })}
      />
    </>
  );
}

function WebhookFields({ form, setup, onChange, kept }: PartProps<"webhook">) {
  const { t } = useTranslation("telling");
  const { shape } = setup;
  const hasKey = shape === "generic" || shape === "ntfy" || shape === "telegram" || shape === "gotify";
  return (
    <>
      <NativeSelect
        label={t("form.shape")}
        value={shape}
        data={WEBHOOK_SHAPES.map((value) => ({ value, label: t(`form.shapes.${value}`) }))}
        onChange={({ currentTarget }) =>
          onChange({ setup: { ...setup, shape: currentTarget.value as typeof shape } })
        }
      />
      <SecretField
        {...{ form, kept, onChange }}
        name="address"
        label={t("form.address")}
        hint={t(`form.addressHint.${shape}`)}
      />
      {hasKey && (
        <SecretField
          {...{ form, kept, onChange }}
          name="key"
          label={t("form.key")}
          hint={t(`form.keyHint.${shape}`)}
        />
      )}
      {shape === "telegram" && (
        <TextField
          label={t("form.chat")}
          value={setup.chat}
          onChange={(chat) => onChange({ setup: { ...setup, chat } })}
        />
      )}
    </>
  );
}

function CommandFields({ form, setup, onChange, mayChoosePrograms }: PartProps<"command">) {
  const { t } = useTranslation("telling");
  if (!mayChoosePrograms) return <ProgramElsewhere name={form.name} setup={setup} />;
  return (
    <>
      <TextField
        label={t("form.program")}
        description={t("form.programHint")}
        value={setup.program}
        onChange={(program) => onChange({ setup: { ...setup, program } })}
      />
      <Textarea
        label={t("form.arguments")}
        description={t("form.argumentsHint")}
        rows={3}
        spellCheck={false}
        value={form.list}
        onChange={({ currentTarget }) => onChange({ list: currentTarget.value })}
      />
    </>
  );
}

/** What is run already, and where something else can be chosen. */
function ProgramElsewhere({ name, setup }: { readonly name: string; readonly setup: SetupOf<"command"> }) {
  const { t } = useTranslation("telling");
  return (
    <div className={styles.elsewhere}>
      {setup.program !== "" && <code>{[setup.program, ...setup.arguments].join(" ")}</code>}
      <p>{t("form.programElsewhere")}</p>
      <code>{t("form.programCommand", { name: name.trim() === "" ? t("form.name") : name.trim() })}</code>
      <p>{t("form.programNpx")}</p>
    </div>
  );
}

function SmsFields({ form, setup, onChange, kept }: PartProps<"sms">) {
  const { t } = useTranslation("telling");
  const change = (part: Partial<typeof setup>) => onChange({ setup: { ...setup, ...part } });
  return (
    <>
      <NativeSelect
        label={t("form.method")}
        value={setup.method}
        data={["POST", "GET"]}
        onChange={({ currentTarget }) => change({ method: currentTarget.value as typeof setup.method })}
      />
      <SecretField
        {...{ form, kept, onChange }}
        name="address"
        label={t("form.address")}
        hint={t("form.addressHint.sms")}
      />
      {setup.method === "POST" && (
        <>
          <NativeSelect
            label={t("form.contentType")}
            value={setup.contentType}
            data={["application/x-www-form-urlencoded", "application/json"]}
            onChange={({ currentTarget }) =>
              change({ contentType: currentTarget.value as typeof setup.contentType })
            }
          />
          <Textarea
            label={t("form.body")}
            rows={2}
            spellCheck={false}
            value={setup.body}
            onChange={({ currentTarget }) => change({ body: currentTarget.value })}
          />
        </>
      )}
      <SecretField
        {...{ form, kept, onChange }}
        name="key"
        label={t("form.key")}
        hint={t("form.keyHint.sms")}
      />
      <TextField
        label={t("form.numbers")}
        description={t("form.toHint")}
        value={form.list}
        onChange={(list) => onChange({ list })}
      />
    </>
  );
}

function HeartbeatFields({ form, kept, onChange }: PartProps<"heartbeat">) {
  const { t } = useTranslation("telling");
  return (
    <>
      <SecretField
        {...{ form, kept, onChange }}
        name="address"
        label={t("form.address")}
        hint={t("form.addressHint.heartbeat")}
      />
      <TextField
        label={t("form.everyMinutes")}
        value={form.number}
        onChange={(number) => onChange({ number })}
      />
    </>
  );
}

type SecretFieldProps = Omit<ChannelFieldsProps, "mayChoosePrograms"> & {
  readonly name: ChannelSecret;
  readonly label: string;
  readonly hint?: string;
};

/** Never shows what is kept: it is not here. */
function SecretField({ form, kept, onChange, name, label, hint }: SecretFieldProps) {
  const { t } = useTranslation("telling");
  const isKept = kept.includes(name);
  return (
    <TextField
      label={label}
      {...(isKept ? { description: t("form.kept") } : hint === undefined ? {} : { description: hint })}
      value={form.secrets[name]}
      onChange={(text) => onChange({ secrets: { ...form.secrets, [name]: text } })}
      isSecret={name !== "address"}
      isNewSecret
    />
  );
}
