/** For `node --import`: whoever asks for `electron` gets the stand-in, and everything else is as it is. */
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "electron") return next(specifier, context);
    return { url: new URL("./electron.ts", import.meta.url).href, shortCircuit: true };
  },
});
