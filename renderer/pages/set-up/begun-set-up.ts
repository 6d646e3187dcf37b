import { z } from "zod";
import { RepositoryIdText } from "../../../shared/model/primitives.ts";
import { Schedule } from "../../../shared/model/schedule.ts";
import { SourceDraft } from "../../../shared/model/source.ts";
import { keep } from "../../components/kept.ts";

const Begun = z.strictObject({
  sources: z.array(
    z.strictObject({
      path: z.string(),
      name: z.string(),
      icon: SourceDraft.shape.icon,
      isChosen: z.boolean(),
    }),
  ),
  chosenPlace: RepositoryIdText.optional(),
  schedule: Schedule,
  /** Never its password. */
  place: z.strictObject({ location: z.string(), name: z.string() }),
});

/** The set-up as far as somebody has come with it. */
export const begunSetUp = keep("set-up", Begun);
