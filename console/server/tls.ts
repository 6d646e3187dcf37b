import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import path from "node:path";
import { createSecureContext } from "node:tls";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { writeDurably } from "../../core/platform/durable-file.ts";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";

/** PEM texts, known to fit each other. */
export type Certificate = {
  readonly cert: string;
  readonly key: string;
  /** SHA-256, as browsers show it: `AB:CD:…`. */
  readonly fingerprint: string;
};

const FILE_NAME = "console-certificate.json";
const Stored = z.strictObject({ cert: z.string(), key: z.string() });
const DAY_MS = 24 * 3_600_000;
/** What browsers still take. */
const LASTS_DAYS = 397;
/** A new one is made this long before the old one runs out. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** @throws {BackstayError} FILE_UNREADABLE; CERTIFICATE_UNUSABLE */
export async function readCertificate(certFile: string, keyFile: string): Promise<Certificate> {
  const [cert, key] = await Promise.all([readNamed(certFile), readNamed(keyFile)]);
  return checked(cert, key, certFile);
}

/**
 * The certificate this console made for itself, kept in the data folder so that who trusts it once need not do so again. It names
 * this computer and its addresses; a new one is made when they are others, or it is about to run out.
 *
 * @param names further names
 */
export async function ownCertificate(
  folder: string,
  names: readonly string[],
  clock: Clock,
): Promise<Certificate> {
  const file = path.join(folder, FILE_NAME);
  const wanted = [...new Set(["localhost", hostname(), ...names, ...addressesHere()])];
  const kept = await readKept(file);
  if (kept !== undefined && isStillGood(kept, wanted, clock)) return kept;
  const made = await make(wanted, clock);
  const stored: z.infer<typeof Stored> = { cert: made.cert, key: made.key };
  await writeDurably(file, Buffer.from(JSON.stringify(stored)), { mode: 0o600 });
  return made;
}

async function readKept(file: string): Promise<Certificate | undefined> {
  try {
    const { cert, key } = Stored.parse(JSON.parse(await readFile(file, "utf8")));
    return checked(cert, key, file);
  } catch (error) {
    // whatever is wrong with it, a new one is as good
    if (error instanceof Error && !hasSystemCode(error, "EACCES", "EIO")) return undefined;
    throw error;
  }
}

function isStillGood({ cert }: Certificate, names: readonly string[], clock: Clock): boolean {
  const parsed = new X509Certificate(cert);
  const lastsMs = parsed.validToDate.getTime() - clock.nowMs();
  const isNamed = (name: string) =>
    (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined;
  return lastsMs > RENEW_BEFORE_MS && names.every(isNamed);
}

async function make(names: readonly string[], clock: Clock): Promise<Certificate> {
  const { generate } = await import("selfsigned"); // only here: it takes a while to load
  const { cert, private: key } = await generate(
    // a serial of its own in the name, because browsers refuse a second one that looks like the first
    [{ name: "commonName", value: `Backstay ${hostname()} ${randomUUID().slice(0, 8)}` }],
    {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      notBeforeDate: new Date(clock.nowMs() - DAY_MS), // another computer's clock may be behind
      notAfterDate: new Date(clock.nowMs() + LASTS_DAYS * DAY_MS),
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        {
          name: "subjectAltName",
          altNames: names.map((name) =>
            isIP(name) !== 0 ? { type: 7, ip: name } : { type: 2, value: name },
          ),
        },
      ],
    },
  );
  return checked(cert, key, FILE_NAME);
}

function addressesHere(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address }) => !address.startsWith("fe80:")) // nobody types these
    .map(({ address }) => address);
}

function checked(cert: string, key: string, file: string): Certificate {
  try {
    createSecureContext({ cert, key });
    const { raw } = new X509Certificate(cert);
    const digits = createHash("sha256").update(raw).digest("hex").toUpperCase();
    return { cert, key, fingerprint: digits.replace(/(..)(?!$)/g, "$1:") };
  } catch (cause) {
    const reason = cause instanceof Error && "reason" in cause ? String(cause.reason) : "PEM";
    throw new BackstayError("CERTIFICATE_UNUSABLE", { path: file, reason }, { cause });
  }
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (!hasSystemCode(cause, "ENOENT", "EACCES", "EISDIR")) throw cause;
    const systemCode = (cause as NodeJS.ErrnoException).code ?? "";
    throw new BackstayError("FILE_UNREADABLE", { path: file, systemCode }, { cause });
  }
}
