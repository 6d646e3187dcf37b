/** Why a continuous plan looks for changes instead of being told of them. */
export const watching = {
  heading: "Changes in {{paths}} are looked for every 15 minutes only.",
  reason: {
    unavailable: "On this computer the system's notices of changes cannot be used.",
    "too-many-folders":
      "There are more folders than the system lets a user watch. Its administrator can raise the limit fs.inotify.max_user_watches.",
    "network-folder": "It is on a server, and a server does not tell what others change there.",
    unreadable: "Backstay may not read it. Allow that, or take it out of the source.",
    failed:
      "The system refused to tell of changes there. The log says why; it is tried again every six hours.",
  },
  meaning: "Nothing is missed by that: a look that finds nothing changed saves no snapshot.",
} as const;
