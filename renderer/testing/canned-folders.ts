/** The folders of the made-up machine. */
import { type Answers, GB } from "./canned-values.ts";

export const cannedFolders: Answers = {
  "folders.places": () => ({
    places: [
      { kind: "home", path: "/home/office", label: "office", freeBytes: 220 * GB, totalBytes: 500 * GB },
      {
        kind: "documents",
        path: "/home/office/Documents",
        label: "Documents",
        freeBytes: null,
        totalBytes: null,
      },
      {
        kind: "pictures",
        path: "/home/office/Pictures",
        label: "Pictures",
        freeBytes: null,
        totalBytes: null,
      },
      { kind: "disk", path: "/", label: "/", freeBytes: 220 * GB, totalBytes: 500 * GB },
      { kind: "mount", path: "/mnt/nas", label: "/mnt/nas", freeBytes: 3400 * GB, totalBytes: 12_000 * GB },
    ],
  }),
  "folders.list": ({ path }) => ({
    path,
    parent: path === "/" ? null : path.replace(/\/[^/]*$/, "") || "/",
    folders: ["2024", "2025", "2026", "Clients", "Offers", "Templates", "合同", "private"].map((name) => ({
      name,
      path: `${path === "/" ? "" : path}/${name}`,
      isReadable: name !== "private",
    })),
    hasMore: false,
    isWritable: true,
    missing: null,
  }),
  "folders.make": ({ parent, name }) => ({ path: `${parent}/${name}` }),
  "repositories.inspect": ({ location }) => ({
    kind: JSON.stringify(location).includes("old") ? "repository" : "empty-folder",
    repositoryId: null,
    snapshotCount: null,
    isKnown: false,
    freeBytes: 3400 * GB,
    sameDiskAs: [],
  }),
};
