import { expect, test } from "vitest";
import { ChannelDraft } from "../../../../shared/model/alert-channel.ts";
import { CHANNEL_KINDS, draftOf, emptyForm, formOf, secretsOf } from "./channel-form.ts";

const mail = emptyForm("mail", "en", "Office");
if (mail.setup.kind !== "mail") throw new Error("not mail");
const filled = {
  ...mail,
  setup: { ...mail.setup, host: "mail.office.example", from: "a@office.example" },
  list: "b@office.example， c@office.example;",
};

test("what was typed becomes a channel the contract takes, and reads back the same", () => {
  const draft = draftOf(filled);
  expect(draft).toMatchObject({ setup: { port: 587, to: ["b@office.example", "c@office.example"] } });
  const parsed = ChannelDraft.parse(draft);
  const facts = { lastSuccessMs: null, lastFailureMs: null, lastFailure: null, waiting: 0 };
  const view = { ...parsed, id: "1" as never, addressHost: "", kept: [], ...facts };
  expect(draftOf(formOf(view))).toEqual(parsed);
});

test("nothing can be saved while something lacks", () => {
  for (const kind of CHANNEL_KINDS) expect(draftOf(emptyForm(kind, "en"))).toBeUndefined();
  for (const part of [{ number: "" }, { number: "x" }, { list: " , " }, { name: " " }])
    expect(draftOf({ ...filled, ...part })).toBeUndefined();
});

test("arguments keep their spaces and commas, and an empty field gives no secret", () => {
  const form = emptyForm("command", "zh", "Tell");
  if (form.setup.kind !== "command") throw new Error("no command");
  const setup = { ...form.setup, program: "/bin/tell" };
  expect(draftOf({ ...form, setup, list: "-m\n a, b" })).toMatchObject({
    setup: { arguments: ["-m", " a, b"] },
  });
  expect(secretsOf({ ...form, secrets: { address: "", password: "", key: " k " } })).toEqual({ key: " k " });
});
