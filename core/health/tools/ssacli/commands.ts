/** The read-only questions to HPE's tool, under each of the names it has had. */
export const SSACLI_PROGRAMS = ["ssacli", "hpssacli", "hpacucli"] as const;

export const SSACLI_QUESTIONS = {
  everything: ["ctrl", "all", "show", "config", "detail"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
