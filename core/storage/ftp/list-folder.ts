import type { Client, FileInfo } from "basic-ftp";

/**
 * Lists a folder. Left alone, the library tries one command after the other, also for a folder that is not there, and stays with
 * whichever was answered last: one whose argument some servers end at the first space.
 * @throws the library's errors
 */
export async function listFolder(client: Client, path: string): Promise<readonly FileInfo[]> {
  const hasListings = client.availableListCommands.includes("MLSD");
  client.availableListCommands = [hasListings ? "MLSD" : /\s/.test(path) ? "LIST" : "LIST -a"];
  return await client.list(path);
}
