import { z } from "zod";
import { HookDraft, HookIdText, HookRun, HookSecrets, HookView } from "../model/failover-hooks.ts";
import { RepositoryIdText } from "../model/primitives.ts";
import { method } from "./method.ts";

export const hookMethods = {
  /** In the order in which they are run. @throws REPOSITORY_NOT_FOUND */
  "hooks.list": method(
    "read",
    z.strictObject({ repositoryId: RepositoryIdText }),
    z.strictObject({ hooks: z.array(HookView) }),
  ),
  /**
   * Makes one when `hookId` is null.
   * @throws HOOK_NOT_FOUND, HOOK_REFUSED, CHANNEL_ADDRESS_INVALID, NAME_TAKEN
   */
  "hooks.save": method(
    "write",
    z.strictObject({
      repositoryId: RepositoryIdText,
      hookId: HookIdText.nullable(),
      draft: HookDraft,
      secrets: HookSecrets,
    }),
    HookView,
  ),
  /** @throws HOOK_NOT_FOUND */
  "hooks.remove": method("write", z.strictObject({ hookId: HookIdText }), z.strictObject({})),
  /** Runs one now as if backups moved; nothing else happens. @throws HOOK_NOT_FOUND */
  "hooks.try": method("write", z.strictObject({ hookId: HookIdText }), HookRun),
};
