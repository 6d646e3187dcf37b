import i18next, { type PostProcessorModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { resources } from "./resources.ts";
import { markValue, spaceText } from "./spacing.ts";

const spacing: PostProcessorModule = {
  type: "postProcessor",
  name: "spacing",
  process: (value: string, _key, options, translator) => {
    const language: unknown = options.lng ?? translator.language;
    return spaceText(value, language === "zh");
  },
};

/** The pages' words. Values are put in as they are: React makes text of them, never HTML. */
export const i18n = i18next.createInstance();

void i18n
  .use(spacing)
  .use(initReactI18next)
  .init({
    resources,
    lng: "en",
    fallbackLng: false,
    defaultNS: "common",
    initAsync: false,
    interpolation: { escapeValue: true, escape: markValue },
    postProcess: ["spacing"],
    returnNull: false,
  });
