import { askOverHttp } from "./ask-over-http.ts";
import type { Send } from "./message.ts";

/** Says that Backstay lives; what it would tell is not sent. Who does not hear it for a while knows that something is wrong. */
export const sendHeartbeat: Send<"heartbeat"> = async (_, __, context) => {
  const { address } = context.secrets;
  if (address === undefined) return { kind: "failed", problem: "secret-missing", answer: "" };
  return await askOverHttp({ address, method: "GET" }, context);
};
