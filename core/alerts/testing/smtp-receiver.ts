import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly isSecure: boolean;
  readonly user: string;
};

/** A certificate for this computer that nobody else has signed. */
export async function selfSigned() {
  const extensions = [
    {
      name: "subjectAltName",
      altNames: [
        { type: 7, ip: "127.0.0.1" },
        { type: 2, value: "localhost" },
      ],
    },
    { name: "basicConstraints", cA: true },
  ];
  const pems = await generate([{ name: "commonName", value: "localhost" }], { extensions } as never);
  return { key: pems.private, cert: pems.cert };
}

/** A real mail server on this computer that keeps what it is sent, and ends with the test. Its one account is `office`, `sesame`. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  const signIns: { readonly password: string | null | undefined; readonly isSecure: boolean }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ["STARTTLS"] : [],
    onAuth({ username, password }, session, done) {
      signIns.push({ password, isSecure: session.secure });
      if (username === "office" && password === "sesame") done(null, { user: username });
      else done(new Error(`No such account, password ${password}`));
    },
    onData(stream, { envelope, secure, user }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString("utf8"),
          isSecure: secure,
          user: typeof user === "string" ? user : "",
        });
        done(null);
      });
    },
    ...options,
  });
  server.on("error", () => undefined); // connections that the other side cuts off
  const listening = await new Promise<AddressInfo>((resolve) => {
    const net = server.listen(0, "127.0.0.1", () => resolve(net.address() as AddressInfo));
  });
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, signIns, port: listening.port };
}
