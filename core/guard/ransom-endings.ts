/**
 * Endings that known ransomware puts behind the names of files. Only such as no other program gives: what is missing here is found
 * by what the files hold.
 */
const ENDINGS: ReadonlySet<string> = new Set([
  ...[
    "locky",
    "zepto",
    "osiris",
    "aesir",
    "diablo6",
    "lukitus",
    "cerber",
    "cerber2",
    "cerber3",
    "wncry",
    "wcry",
    "wncryt",
  ],
  ...[
    "wnry",
    "wannacry",
    "cryptolocker",
    "cryptowall",
    "ctbl",
    "teslacrypt",
    "xtbl",
    "dharma",
    "phobos",
    "eking",
    "elbie",
  ],
  ...[
    "makop",
    "mallox",
    "lockbit",
    "lockbit3",
    "conti",
    "ryk",
    "ryuk",
    "akira",
    "powerranges",
    "blackbyte",
    "blackbasta",
  ],
  ...[
    "basta",
    "rhysida",
    "8base",
    "bianlian",
    "medusalocker",
    "royal_w",
    "royal_u",
    "babyk",
    "babuk",
    "clop",
    "cl0p",
  ],
  ...[
    "gandcrab",
    "krab",
    "sodinokibi",
    "avos2",
    "avoslinux",
    "globeimposter",
    "crysis",
    "petya",
    "deadbolt",
    "qlocker",
  ],
  ...["ech0raix", "encrypted_by_qnap", "qilin", "lorenz"],
]);

/** @param name of a file, with several endings as a rule: `offer.docx.lockbit` */
export function hasRansomEnding(name: string): boolean {
  const parts = name.toLowerCase().split(".");
  // alone it may be anybody's: only behind the name that a file had before it says something
  return parts.length >= 3 && ENDINGS.has(parts.at(-1) ?? "");
}
