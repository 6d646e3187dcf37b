import { type ComponentType, lazy } from "react";

/**
 * The code of a page could not be had. Its file bears a name that changes with each build, so this is what a page meets that was
 * open while Backstay was updated.
 */
export class PageNotLoaded extends Error {
  override readonly name = "PageNotLoaded";
}

/** A page whose code is loaded when somebody goes there. It throws PageNotLoaded while it is drawn when that fails. */
export function lazyPage(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch (cause) {
      throw new PageNotLoaded("a page could not be loaded", { cause });
    }
  });
}
