import { Argument } from "commander";
import { formatPolynomial } from "../../core/repository/chunker/polynomial.ts";
import { encodeConfig } from "../../core/repository/format/config.ts";
import { parseJson } from "../../core/repository/format/go-json.ts";
import { encodeMasterKey } from "../../core/repository/format/master-key.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import { readBlob } from "../../core/repository/read-blob.ts";
import { findByPrefix, readDocument } from "../../core/repository/unpacked-files.ts";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import { type BlobId, isFullId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { type OpenedRepository, withLockedRepository } from "../options/open-for-command.ts";
import { indentJson } from "../output/indent-json.ts";
import { withResultAlone } from "../output/result-alone.ts";

type Print = (opened: OpenedRepository, id: string, context: CommandContext) => Promise<void>;

const THINGS: Readonly<Record<string, Print>> = {
  config: async (repository, _id, { output }) => {
    const { version, id, polynomial } = repository;
    output.piece(
      `${indentJson(parse(encodeConfig({ version, id, chunkerPolynomial: formatPolynomial(polynomial) })))}\n`,
    );
  },
  masterkey: async (repository, _id, { output }) => {
    output.piece(`${indentJson(parse(encodeMasterKey(repository.masterKey)))}\n`);
  },
  snapshot: async (opened, wanted, context) => {
    const { snapshot } = await chooseSnapshot(opened, wanted, {}, context);
    const json = await readDocument(opened, "snapshot", snapshot.id, context.signal);
    context.output.piece(`${indentJson(parse(json))}\n`);
  },
  index: (opened, wanted, context) => printDocument("index", opened, wanted, context),
  lock: (opened, wanted, context) => printDocument("lock", opened, wanted, context),
  key: async (repository, wanted, { output, signal }) => {
    const name = await findByPrefix(repository, "key", wanted, signal);
    output.piece(`${indentJson(parse(await repository.store.read("key", name, undefined, signal)))}\n`);
  },
  blob: printBlob,
  pack: async (repository, wanted, { output, signal }) => {
    const name = await findByPrefix(repository, "pack", wanted, signal);
    await output.bytes(await repository.store.read("pack", name, undefined, signal));
  },
};
const WITHOUT_ID = new Set(["config", "masterkey"]);

export const defineCat: DefineCommand = (command, run) => {
  command
    .description(
      "Prints what the repository holds inside: documents as JSON, a blob's content decrypted, a pack's bytes as they are stored.",
    )
    .addArgument(new Argument("<what>", "kind of thing").choices(Object.keys(THINGS)))
    .argument("[id]", "beginning of its id; for a blob the whole id, for a snapshot also latest")
    .addHelpText(
      "after",
      formatExamples([
        ["Is there a repository?", "backstay cat config"],
        ["The newest snapshot", "backstay cat snapshot latest"],
      ]),
    )
    .action((what: string, id: string | undefined) =>
      run(command, async (context) => await printThing(what, id, context)),
    );
};

async function printThing(what: string, id: string | undefined, context: CommandContext): Promise<ExitCode> {
  const print = THINGS[what];
  if (print === undefined || (id === undefined) !== WITHOUT_ID.has(what)) {
    const problem = id === undefined ? "id-missing" : "id-needless";
    throw new BackstayError("USAGE", { problem, about: [`cat ${what}`] });
  }
  const alone = withResultAlone(context);
  await withLockedRepository(alone, (opened) => print(opened, id ?? "", alone));
  return EXIT.done;
}

async function printDocument(
  kind: "index" | "lock",
  repository: OpenedRepository,
  wanted: string,
  { output, signal }: CommandContext,
): Promise<void> {
  const name = await findByPrefix(repository, kind, wanted, signal);
  output.piece(
    `${Buffer.from(await readDocument(repository, kind, name, signal))
      .toString()
      .trimEnd()}\n`,
  );
}

async function printBlob(
  repository: OpenedRepository,
  id: string,
  { output, signal }: CommandContext,
): Promise<void> {
  if (!isFullId(id)) throw new BackstayError("ID_NOT_FOUND", { kind: "blob", wanted: id });
  const indexed = await loadIndex(repository, repository.cache, signal);
  try {
    await output.bytes(await readBlob(indexed, "data", id as BlobId, signal));
  } catch (error) {
    if (!isBackstayError(error, "BLOB_MISSING")) throw error;
    await output.bytes(await readBlob(indexed, "tree", id as BlobId, signal));
  }
}

function parse(json: Uint8Array): unknown {
  return parseJson(Buffer.from(json).toString());
}
