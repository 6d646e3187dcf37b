import type { ErrorTerms } from "./types.ts";

export const enTerms: ErrorTerms = {
  kinds: {
    config: "configuration",
    key: "key file",
    lock: "lock file",
    snapshot: "snapshot",
    index: "index file",
    pack: "pack file",
    blob: "blob",
  },
  corrupt: {
    "too-short": "it is shorter than it should be",
    mac: "its seal does not match, so it was changed after it was written, or sealed with another key",
    hash: "its content does not match its name",
    size: "its size is not what the index says",
    compression: "it cannot be decompressed",
    json: "it is not valid JSON",
    schema: "its fields are not what the format asks for",
    name: "its name is not one that a repository gives",
  },
  pattern: {
    "class-not-closed": "a bracket is opened and never closed",
    "class-malformed": "inside brackets, - and ] need a backslash unless - stands between two characters",
    "nothing-to-escape": "there is nothing behind its last backslash",
  },
  unsafeName: {
    empty: "it is empty",
    dot: "it means the folder itself",
    "dot-dot": "it means the folder above",
    slash: "it contains a separator of folders",
    nul: "it contains a NUL character",
    "too-long": "it is too long",
    "not-utf-8": "it is not valid UTF-8, which this system asks for",
    "forbidden-character": "it contains a character that this system forbids",
    "trailing-dot-or-space": "it ends with a dot or a space, which this system would drop",
    "device-name": "this system takes it for a device",
  },
  location: {
    empty: "It is empty.",
    "backend-not-yet": "This version of Backstay cannot use this kind of storage yet.",
    "backend-unknown": "Backstay does not know this kind of storage.",
  },
  expected: {
    size: "a size such as 2048, 10M or 1G",
    duration: "a duration such as 1y5m7d2h",
    "keep-count": 'a whole number or "unlimited"',
    "group-by": "host, paths, tags, or several of them separated by commas",
    marker: "a file name, or FILE:HEADER",
  },
  cancelled: {
    person: "somebody cancelled it",
    shutdown: "Backstay was shut down",
    fenced: "another replica has become the active one",
    "lock-lost": "its lock on the repository was lost",
  },
};
