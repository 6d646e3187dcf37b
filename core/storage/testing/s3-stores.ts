import { nameFor } from "../../../test/support/check-store.ts";
import { type S3Server, startS3Server } from "../../../test/support/s3-server.ts";
import { parseS3Location } from "../s3/place.ts";
import { openS3Store } from "../s3.ts";
import type { Store } from "../store.ts";
import type { StoreVariables } from "../variables.ts";

export const SMALL = Uint8Array.of(1, 2, 3);
export const ID = nameFor("pack", SMALL);
export const KEYS = { AWS_ACCESS_KEY_ID: "OFFICEKEY", AWS_SECRET_ACCESS_KEY: "open sesame/+" };

export function openAt(url: string, variables: StoreVariables = KEYS, silenceMs = 20_000): Store {
  return openS3Store(parseS3Location(`s3:${url}`), variables, { silenceMs });
}

export function openOn(server: S3Server, prefix = "", variables: StoreVariables = server.variables): Store {
  return openAt(`${server.url}/${server.bucket}/${prefix}`, variables);
}

export async function newRepository(prefix = "") {
  const server = await startS3Server();
  const store = openOn(server, prefix);
  await store.create();
  await store.write("config", "config", SMALL);
  return { server, store };
}
