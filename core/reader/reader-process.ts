import { randomUUID } from "node:crypto";
import { methods } from "../../shared/api/methods.ts";
import { BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { HostLine } from "../jobs/run-job-process.ts";
import { searchFilePath } from "../search/search-file.ts";
import { answerCall } from "./answer-call.ts";
import { createFolderStates } from "./calls/folder-states.ts";
import { type OpenedDownload, openDownload } from "./download/open-download.ts";
import { createListAhead } from "./list-ahead.ts";
import { type FromReader, type OpenReader, type ReaderCall, ToReader } from "./messages.ts";
import { type OpenedRepository, openForReading } from "./opened-repository.ts";
import { openSearch, type SearchAccess } from "./search-access.ts";
import { createTodayLookup } from "./today/today-lookup.ts";

/** A download under way: its pieces are pulled one by one. */
type Running = { readonly stop: AbortController; content?: AsyncGenerator<Uint8Array> };

/** What is there once the repository is open. */
type Opened = { readonly repository: OpenedRepository; readonly search: SearchAccess };

/**
 * The whole life of a process that reads one repository: opens it at the first message, then answers calls until the host has gone or
 * ends it.
 *
 * @param exit ends the process at once, with a status
 */
export function runReaderProcess(line: HostLine, exit: (status: number) => void): void {
  const stop = new AbortController();
  const running = new Map<number, Running>();
  const today = createTodayLookup();
  const shared = {
    today,
    folderStates: createFolderStates(today, () => performance.now()),
    comparisons: new Map(),
    listAhead: createListAhead(() => running.size > 0, stop.signal),
  };
  let opening: Promise<Opened> | undefined;

  const send = (message: FromReader): Promise<void> => line.send(message).catch(() => exit(1)); // nobody listens any more
  const sendLast = (message: FromReader, status: number) => void send(message).then(() => exit(status));

  /** What is no BackstayError goes to the log of the host, and crosses as INTERNAL. */
  function wireOf(error: unknown) {
    const reference = randomUUID();
    if (!isBackstayError(error)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      void send({ type: "log", level: "error", text, reference });
    }
    return toWire(error, reference);
  }
  const warn = (text: string, error: BackstayError) =>
    void send({ type: "log", level: "warning", text: `${text}: ${error.message}`, reference: "" });

  const tellBad = (object: BadObject) => void send({ type: "bad-object", object });

  async function open(message: OpenReader): Promise<Opened> {
    const onUnusable = (reason: BackstayError) => warn("cache not usable, working without", reason);
    const repository = await openForReading(message, onUnusable, stop.signal, tellBad);
    if (repository.snapshots().snapshots.some(({ hostname }) => hostname === message.hostname))
      today.prepare();
    const wantIndex = () => void send({ type: "index-wanted" });
    return { repository, search: openSearch(message.cacheFolder, repository.repository.id, wantIndex) };
  }

  async function fillIndex(message: OpenReader): Promise<void> {
    const { cacheFolder } = message;
    if (cacheFolder === undefined) return;
    const { fillSearchIndex } = await import("../search/fill-search-index.ts");
    const onUnusable = (reason: BackstayError) => warn("cache not usable", reason);
    const opened = await openForReading(message, onUnusable, stop.signal, tellBad);
    await fillSearchIndex(
      searchFilePath(cacheFolder, opened.repository.id),
      opened.repository,
      opened.snapshots(),
      {
        signal: stop.signal,
        warn: (text) => void send({ type: "log", level: "warning", text, reference: "" }),
        report: (progress) => void send({ type: "index-progress", ...progress }),
      },
    );
    await opened.close();
  }

  async function begin(message: OpenReader): Promise<void> {
    try {
      if (message.work === "search-index") {
        await fillIndex(message);
        return sendLast({ type: "indexed" }, 0);
      }
      opening = open(message);
      await opening;
      void send({ type: "opened" });
    } catch (error) {
      sendLast({ type: "failed", error: wireOf(error) }, 1);
    }
  }

  async function answer(id: number, name: ReaderCall, input: unknown, call: Running): Promise<unknown> {
    if (opening === undefined) throw new Error("a call before the repository was opened");
    const { repository, search } = await opening;
    const { signal } = call.stop;
    return repository.withFreshIndex(async () => {
      if (name !== "download.begin" && name !== "download.describe") {
        const value = await answerCall(name, input, { ...shared, opened: repository, search, signal });
        if (name === "snapshots.series" || name === "snapshots.list")
          await wantWholeIndex(repository, search);
        return value;
      }
      const { repositoryId: _, ...selection } = methods["restore.download"].input.parse(input);
      const leftOut = ({ error }: { readonly error: BackstayError }) => warn("left out of a download", error);
      const download = await openDownload(repository, selection, leftOut, signal);
      if (name === "download.begin") beginPieces(id, download, call);
      return { fileName: download.fileName, sizeBytes: download.sizeBytes ?? null };
    }, signal);
  }

  /** Others than this host may have made snapshots. */
  async function wantWholeIndex(repository: OpenedRepository, search: SearchAccess): Promise<void> {
    const indexed = search.use((index) => index.indexed(null)) ?? 0;
    if (indexed < repository.snapshots().snapshots.length) await send({ type: "index-wanted" });
  }

  function beginPieces(id: number, download: OpenedDownload, call: Running): void {
    call.content = download.content(call.stop.signal);
    running.set(id, call);
  }

  async function runCall(id: number, name: ReaderCall, input: unknown): Promise<void> {
    const call: Running = { stop: new AbortController() };
    running.set(id, call);
    try {
      const value = await answer(id, name, input, call);
      if (call.content === undefined) running.delete(id);
      await send({ type: "answer", id, value });
      void shared.listAhead.listMeanwhile().catch(wireOf); // which puts it into the log
    } catch (error) {
      running.delete(id);
      await send({
        type: "refused",
        id,
        error: wireOf(call.stop.signal.aborted ? call.stop.signal.reason : error),
      });
    }
  }

  async function sendPiece(id: number): Promise<void> {
    const content = running.get(id)?.content;
    if (content === undefined) return; // it was cancelled meanwhile
    try {
      const { value, done } = await content.next();
      if (done === true) running.delete(id);
      await send({ type: "piece", id, bytes: done === true ? null : value });
    } catch (error) {
      running.delete(id);
      await send({ type: "refused", id, error: wireOf(error) });
    }
  }

  function cancel(id: number): void {
    const call = running.get(id);
    running.delete(id);
    call?.stop.abort(new BackstayError("CANCELLED", { reason: "person" }));
    void call?.content?.return(undefined).catch(() => undefined); // what it was reading is of no interest any more
  }

  line.onMessage((raw) => {
    const message = ToReader.parse(raw);
    switch (message.type) {
      case "open":
        return void begin(message);
      case "call":
        return void runCall(message.id, message.name, message.input);
      case "cancel":
        return cancel(message.id);
      case "pull":
        return void sendPiece(message.id);
      case "refresh":
        void opening
          ?.then(({ repository, search }) => {
            search.reopen();
            return repository.refresh(stop.signal);
          })
          .catch((error: unknown) => void wireOf(error)); // the next call finds it out by itself
    }
  });
  line.onClosed(() => exit(1));
  process.on("SIGTERM", () => exit(1));
  process.on("uncaughtException", (error) => sendLast({ type: "failed", error: wireOf(error) }, 1));
}
