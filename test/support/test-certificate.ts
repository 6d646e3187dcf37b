import { writeFileSync } from "node:fs";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { tempFolder } from "./temp-folder.ts";

/** Writes a certificate for 127.0.0.1 that nobody vouches for. @returns where it and its key are; gone with the running test */
export async function writeTestCertificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const folder = await tempFolder();
  const made = await selfsigned.generate([{ name: "commonName", value: "nas.office" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  writeFileSync(join(folder, "cert"), made.cert);
  writeFileSync(join(folder, "key"), made.private);
  return { cert: join(folder, "cert"), key: join(folder, "key") };
}
