import { createRomix } from "../../kernel/create-romix.ts";
import { thisThread } from "../../threads/this-thread.ts";
import type { ScryptLanes, ScryptThreadData } from "./scrypt-messages.ts";

const { data, send, onMessage } = thisThread<ScryptThreadData, ScryptLanes, ScryptLanes>();
const romix = createRomix(data.n, data.r, data.lanesAtOnce);

onMessage(({ offset, lanes }) => send({ offset, lanes: romix(lanes).slice() }));
