/** The read-only questions to Adaptec's tool. `GETCONFIG` writes no file unless it is told to. */
export const ARCCONF_PROGRAMS = ["arcconf"] as const;

/** @param controller counted from 1, as `LIST` names them */
export function arcconfQuestion(controller: number): readonly string[] {
  return ["GETCONFIG", String(controller)];
}

export const ARCCONF_LIST: readonly string[] = ["LIST"];
