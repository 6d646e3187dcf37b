import type { RepositoryId } from "../../../shared/ids.ts";
import { encodeJsonText } from "./go-json.ts";
import { corruptDocument, openJsonFields } from "./json-fields.ts";

/**
 * The document every repository starts with. It is encrypted, but never compressed.
 * @source restic repository format v2, "Repository Layout"
 */
export type RepositoryConfig = {
  readonly version: number;
  readonly id: RepositoryId;
  /** Hexadecimal without leading zeros, like `3dea92648f6e83`. Not checked here. */
  readonly chunkerPolynomial: string;
};

const SOURCE = { kind: "config", name: "config" } as const;

/** @throws {BackstayError} OBJECT_CORRUPT; a version that is not supported is for the caller to refuse */
export function decodeConfig(json: Uint8Array): RepositoryConfig {
  const fields = openJsonFields(json, SOURCE);
  const chunkerPolynomial = fields.text("chunker_polynomial");
  if (!/^[0-9a-f]{1,16}$/.test(chunkerPolynomial)) {
    throw corruptDocument(SOURCE, "schema", "chunker_polynomial is not hexadecimal");
  }
  return { version: fields.count("version"), id: fields.id("id") as RepositoryId, chunkerPolynomial };
}

export function encodeConfig({ version, id, chunkerPolynomial }: RepositoryConfig): Uint8Array {
  return Buffer.from(
    `{"version":${version},"id":"${id}","chunker_polynomial":${encodeJsonText(chunkerPolynomial)}}`,
  );
}
