import { z } from "zod";
import { RepositoryIdText } from "../../../shared/model/primitives.ts";
import { PLACE_KINDS } from "../../../shared/model/remote-place.ts";
import { Schedule } from "../../../shared/model/schedule.ts";
import { SourceIcon } from "../../../shared/model/source.ts";
import { keep } from "../../components/kept.ts";
import { RemoteTexts } from "../../components/place/remote-form.ts";

const Begun = z.strictObject({
  sources: z.array(
    z.strictObject({
      path: z.string(),
      name: z.string(),
      icon: SourceIcon,
      isChosen: z.boolean(),
    }),
  ),
  chosenPlace: RepositoryIdText.optional(),
  schedule: Schedule,
  /** Never its password, nor what another machine is signed in to with. */
  place: z.strictObject({
    location: z.string(),
    name: z.string(),
    remote: z.strictObject({ kind: z.enum(PLACE_KINDS), texts: RemoteTexts }).optional(),
  }),
});

export type BegunPlace = z.infer<typeof Begun>["place"];

/** The set-up as far as somebody has come with it. */
export const begunSetUp = keep("set-up", Begun);
