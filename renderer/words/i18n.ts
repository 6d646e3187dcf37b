import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { resources } from "./resources.ts";

/** The pages' words. Values are put in as they are: React makes text of them, never HTML. */
export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  resources,
  lng: "en",
  fallbackLng: false,
  defaultNS: "common",
  initAsync: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});
