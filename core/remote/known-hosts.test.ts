import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { keysOfKnownHost, knownHostNames } from "./known-hosts.ts";

/** Makes a key. @returns its line as `ssh-keygen` writes it, and as it prints its fingerprint */
async function makeKey(type = "ed25519") {
  const path = join(await tempFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", path]);
  const line = readFileSync(`${path}.pub`, "utf8").trim();
  const [, fingerprint] = execFileSync("ssh-keygen", ["-l", "-f", `${path}.pub`], { encoding: "utf8" }).split(
    " ",
  );
  return { line, key: `${line.split(" ")[0]} ${fingerprint}` };
}

describe.skipIf(lacksTool("ssh-keygen"))("known hosts", () => {
  test("are found by name, in lists and by patterns, with all their keys", async () => {
    const [one, other, foreign] = [await makeKey(), await makeKey("rsa"), await makeKey()];
    const text = [
      "# a comment",
      "",
      `nas,NAS.example.com,10.0.0.7 ${one.line}`,
      `*.example.com,!web.example.com ${other.line}`,
      `web.example.com ${foreign.line}`,
      "half a line",
      `nas ssh-ed25519 AAAA`,
    ].join("\n");
    expect(keysOfKnownHost(text, ["nas"])).toEqual([one.key]);
    expect(keysOfKnownHost(text, ["nas.example.com"])).toEqual([one.key, other.key]);
    expect(keysOfKnownHost(text, ["web.example.com"])).toEqual([foreign.key]);
    expect(keysOfKnownHost(text, ["nasXexample.com"])).toEqual([]);
  });

  test("on another port are looked for with it first", async () => {
    const [own, usual] = [await makeKey(), await makeKey()];
    const names = knownHostNames("NAS", 2222);
    expect(keysOfKnownHost(`[nas]:2222 ${own.line}\nnas ${usual.line}`, names)).toEqual([own.key]);
    expect(keysOfKnownHost(`nas ${usual.line}`, names)).toEqual([usual.key]);
    expect(keysOfKnownHost(`[nas]:2223 ${usual.line}`, names)).toEqual([]);
    expect(knownHostNames("nas", 22)).toEqual(["nas"]);
  });

  test("are found in the file that ssh-keygen has hashed", async () => {
    const { line, key } = await makeKey();
    const path = join(await tempFolder(), "known_hosts");
    writeFileSync(path, `nas ${line}\n[nas]:2222 ${line}\n`);
    execFileSync("ssh-keygen", ["-q", "-H", "-f", path], { stdio: "ignore" });
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain("nas ");
    expect(keysOfKnownHost(text, ["nas"])).toEqual([key]);
    expect(keysOfKnownHost(text, ["[nas]:2222"])).toEqual([key]);
    expect(keysOfKnownHost(text, ["nas2"])).toEqual([]);
  });

  test("are not believed by a key that was revoked, nor by an authority", async () => {
    const [old, now, authority] = [await makeKey(), await makeKey(), await makeKey()];
    const text = [
      `nas ${old.line}`,
      `nas ${now.line}`,
      `@revoked * ${old.line}`,
      `@cert-authority nas ${authority.line}`,
    ].join("\n");
    expect(keysOfKnownHost(text, ["nas"])).toEqual([now.key]);
  });
});
