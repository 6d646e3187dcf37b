/** Says more than anybody wants to hear. */
import { thisThread } from "../../../threads/this-thread.ts";

const thread = thisThread<undefined, unknown, { readonly text: string }>();
thread.onMessage(() => thread.send({ text: "x".repeat(1_000_000) }));
