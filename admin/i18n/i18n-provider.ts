import type { I18nProvider } from "react-admin";
import { currentLanguage, isKey, languageName, languages, setLanguage, translate } from "../../messages/translate.ts";

/** What react-admin asks for by itself, from the same catalogue as the console's own sentences. A text that is no key is there already. */
export const i18nProvider: I18nProvider = {
  translate: (key, options = {}) => (isKey(key) ? String(translate(key, options)) : (options._ ?? key)),
  changeLocale: async (language) => setLanguage(language),
  getLocale: currentLanguage,
  getLocales: () => languages.map((language) => ({ locale: language, name: languageName(language) })),
};
