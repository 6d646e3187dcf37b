export const place = {
  location: "Folder for the backups",
  locationHint: "A folder on a NAS, a server or a second disk that this computer sees.",
  looking: "Looking…",
  lookAgain: "Look again",
  name: "Name",
  nameHint: "What you call the place, like Synology DS423.",
  free: "{{free}} free.",
  littleRoom:
    "That is hardly any room: backups would soon find none. Choose a larger disk, or clear this one up first.",
  use: {
    new: "There is no repository yet. Backstay makes one there, and nothing else.",
    existing:
      "There is a repository. Backstay goes on where it ends, and changes nothing in it before the first backup.",
    known: "This repository is known here already. Choose it from the list of places.",
    taken: "There is something else in this folder. Backstay leaves it alone.",
    file: "This is a file, or leads through one. Choose a folder.",
    silent: "The folder does not answer. Is the disk or the share switched on and mounted?",
  },
  insideSource:
    "It is inside of {{path}}, which is to be backed up: each backup would hold the ones before. Choose a folder outside of it.",
  sameDisk:
    "It is on the same disk as {{paths}}. If that disk fails, the files and their backups are gone together. Another disk, a NAS or a server is safer.",
  useInside: "Use {{location}}",
  existingPassword: "Password of the repository",
  password: "Password",
  passwordHint: "It encrypts the backups before they leave this computer.",
  suggest: "Suggest one",
  warning:
    "<strong>Without this password nobody can restore anything, not even with Backstay.</strong> Keep it where it survives this computer: on paper, or in a password manager.",
  guessable:
    "This one can be found by trying: whoever gets hold of the disk with the backups has all the time for it. Have one suggested, or take twelve characters or more.",
  kept: "I have kept the password somewhere else, too",
  dialogTitle: "Another place for backups",
  make: "Make the repository",
  open: "Open the repository",
  notComplete: "First give the folder and the password, and confirm that you have kept it.",
} as const;
