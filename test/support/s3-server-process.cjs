/**
 * An S3 server in a process of its own, with a clock of its own: `node s3-server-process.cjs FOLDER BUCKET [CERTIFICATE KEY]`. It says its
 * port, and ends with its parent.
 */
const { createHash, createHmac } = require("node:crypto");
const { mkdir, rename, writeFile } = require("node:fs/promises");
const { readFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { buffer } = require("node:stream/consumers");
const S3rver = require("s3rver");
const { DUMMY_ACCOUNT } = require("s3rver/lib/models/account.js");

const [directory, bucket, cert, key] = process.argv.slice(2);
const SECRETS = { OFFICEKEY: "open sesame/+" };
for (const [id, secret] of Object.entries(SECRETS)) DUMMY_ACCOUNT.createKeyPair(id, secret);
const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: bucket }],
  ...(cert === undefined ? {} : { cert: readFileSync(cert), key: readFileSync(key) }),
});

// as services do it, and this one does not: a file is there when it is whole
server.store.putObject = async (object) => {
  const bytes = Buffer.isBuffer(object.content) ? object.content : await buffer(object.content);
  const path = server.store.getResourcePath(object.bucket, object.key, "object");
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.hrtime.bigint()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
  const md5 = createHash("md5").update(bytes).digest("hex");
  await server.store.putMetadata(object.bucket, object.key, object.metadata, md5);
  return { size: bytes.length, md5 };
};

// it believes whoever knows the name of an account, unless somebody looks
server.middleware.unshift(async (context, next) => {
  const wrong = wrongSignature(context.req);
  if (!wrong) return await next();
  context.status = 403;
  context.type = "application/xml";
  context.body = "<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key</Message></Error>";
});

/** @source AWS, "Signature Version 4" */
function wrongSignature({ method, url, headers }) {
  const [, id, scope, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  const secret = SECRETS[id];
  if (secret === undefined) return false; // is told by the server itself
  const [path, query = ""] = url.split("?");
  const parts = query.split("&").filter((part) => part !== "");
  const sorted = parts.map((part) => (part.includes("=") ? part : `${part}=`)).sort();
  const fields = names.split(";").map((name) => `${name}:${headers[name].trim().replace(/ +/g, " ")}\n`);
  const payload = headers["x-amz-content-sha256"];
  const request = [method, path, sorted.join("&"), fields.join(""), names, payload].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash].join("\n");
  let key = `AWS4${secret}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(text).digest("hex") !== signature;
}

process.on("disconnect", () => process.exit());
server.run().then(({ port }) => process.send({ port }));
