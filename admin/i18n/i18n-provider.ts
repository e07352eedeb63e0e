import polyglotI18nProvider from "ra-i18n-polyglot";
import { english } from "./english.ts";

/** One language so far; another is one more object here and in the list of locales. */
export const i18nProvider = polyglotI18nProvider(() => english, "en", [{ locale: "en", name: "English" }], {
  allowMissing: true,
});
