import { thisThread } from "../threads/this-thread.ts";

const { data, send, onMessage } = thisThread<string, string, string>();

onMessage((text) => send(data + text));
