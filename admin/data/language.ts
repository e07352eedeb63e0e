import type { I18nProvider } from "react-admin";
import { i18nProvider } from "../i18n/i18n-provider.ts";
import { graphql } from "./graphql.ts";
import { request } from "./request.ts";

const setLanguageMutation = graphql(`
  mutation SetLanguage($language: String!) { setLanguage(language: $language) }
`);

/** The language of the pages and, for who is signed in, of the mails. */
export const languageProvider: I18nProvider = {
  ...i18nProvider,
  changeLocale: async (language) => {
    // Whoever is not signed in has no mails to set it for.
    await request(setLanguageMutation, { language }).catch(() => {});
    await i18nProvider.changeLocale(language);
  },
};
