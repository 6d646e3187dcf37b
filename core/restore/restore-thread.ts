/**
 * A worker thread of a restore: opens blobs, writes them to files, and gives files, folders and links what else they had. It is
 * asked, answers, and keeps nothing between questions but a few open files.
 */
import { createDirectWriter } from "../platform/direct-writer.ts";
import { thisThread } from "../threads/this-thread.ts";
import type { FromRestoreThread, RestoreThreadData, ToRestoreThread } from "./messages.ts";
import { createBlobOpener } from "./thread/blob-opener.ts";
import { verifyFile } from "./thread/file-chunks.ts";
import { finishFile, finishFolder, makeLink, makeSpecial } from "./thread/make-entry.ts";
import { createOpenFiles } from "./thread/open-files.ts";
import { prepareFile } from "./thread/prepare-file.ts";
import { writeFully, writeSparsely } from "./thread/write-content.ts";
import { runWriteJob } from "./thread/write-job.ts";

const OPEN_FILES = 32;

const { data, send, onMessage } = thisThread<RestoreThreadData, ToRestoreThread, FromRestoreThread>();

const opener = createBlobOpener(data.masterKey);
const openFiles = createOpenFiles(OPEN_FILES);
const write = data.isSparse ? writeSparsely : writeFully;
const tools = { opener, openFiles, directWriter: createDirectWriter(), write };

function answerTo(message: ToRestoreThread): FromRestoreThread["answer"] {
  switch (message.kind) {
    case "prepare":
      return message.ask.map((item) => prepareFile(item, write));
    case "write":
      return runWriteJob(message.ask, tools);
    case "finishFiles":
      return message.ask.map(finishFile);
    case "finishFolders":
      return message.ask.map(finishFolder);
    case "link":
      return message.ask.map(makeLink);
    case "special":
      return message.ask.map(makeSpecial);
    case "verify":
      return message.ask.map(verifyFile);
  }
}

onMessage((message) => send({ number: message.number, answer: answerTo(message) }));
