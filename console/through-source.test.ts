/** A database behind another machine on the command line: its server and sshd are real. */
import { writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { sharedSshServer } from "../test/support/ssh-server.ts";
import { lacksTool } from "../test/support/tools.ts";
import { runHere } from "./testing/run-here.ts";

test.skipIf(lacksTool("pg_ctlcluster", "sshd", "ssh-keygen"))(
  "a database is tried and kept through a machine whose key was said, and what signs in goes to no other one",
  async () => {
    const ssh = await sharedSshServer();
    const server = await startPostgres();
    const { server: at, user, password = "" } = server.overNetwork;
    if (at.by !== "network") throw new Error("no network");
    const { host, path } = await officeHost();
    const socket = await serveHostSocket(path("home"), host);
    onTestFinished(() => socket.close());
    writeFileSync(path("key"), ssh.privateKey, { mode: 0o600 });
    writeFileSync(path("password"), `${password}\n`);
    const sources = (...args: string[]) =>
      runHere(["sources", ...args], { env: { BACKSTAY_HOME: path("home") } });
    const place = `${ssh.user}@127.0.0.1:${ssh.port}`;
    const add = [
      ...["add", "postgresql", "Books", "--host", at.address, "--port", String(at.port), "--user", user],
      ...["--password-file", path("password"), "--key", path("key")],
    ];
    const without = await sources(...add);
    expect(without).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--through") });
    const odd = await sources(...add, "--through", "127.0.0.1");
    expect(odd).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("user@address") });
    const unknown = await sources(...add, "--through", place);
    expect(unknown).toMatchObject({
      ...{ exitCode: 1, stderr: expect.stringContaining(`--host-key "${ssh.hostKey}"`) },
    });
    const added = await sources(...add, "--through", place, "--host-key", ssh.hostKey);
    expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Books is a source now.") });
    const kept = (await host.call("sources.list", {})).sources.find(({ name }) => name === "Books");
    expect(kept).toMatchObject({
      ...{ kind: "postgresql", hasPassword: true, keptOfMachine: ["privateKey"] },
      through: { address: "127.0.0.1", port: ssh.port, user: ssh.user, signIn: "key", hostKey: ssh.hostKey },
    });
    expect(await sources("try", "Books")).toMatchObject({ exitCode: 0, stderr: "" });

    const elsewhere = await sources("edit", "Books", "--through", `${ssh.user}@127.0.0.2:${ssh.port}`);
    expect(elsewhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--key") });
    // directly it is another server, whose password has to be given
    const direct = await sources("edit", "Books", "--through", "");
    expect(direct).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("A password is needed") });
    const both = await sources("edit", "Books", "--through", "", "--password-file", path("password"));
    expect(both).toMatchObject({ exitCode: 0 });
    const now = (await host.call("sources.list", {})).sources.find(({ name }) => name === "Books");
    expect(now).toMatchObject({ through: null, hasPassword: true, keptOfMachine: [] });
  },
);
