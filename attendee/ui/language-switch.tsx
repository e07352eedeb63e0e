import { currentLanguage, languageName, languages, setLanguage } from "../../messages/translate.ts";
import { graphql } from "../api/graphql.ts";
import { request } from "../api/request.ts";
import { viewerStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";

const SetLanguage = graphql(`
  mutation SetLanguage($language: String!) { setLanguage(language: $language) }
`);

/** Chooses the language of the pages and, for who is signed in, of the mails. Not shown where there is only one. */
export function LanguageSwitch() {
  if (languages.length < 2) return null;
  const choose = async (language: string) => {
    // The mails are second: the pages change without a network, too.
    if (viewerStore.get().viewer) await request(SetLanguage, { language }).catch(() => {});
    setLanguage(language);
  };
  return (
    <label>
      {t("app.language")}{" "}
      <select value={currentLanguage()} onChange={({ currentTarget }) => void choose(currentTarget.value)}>
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageName(language)}
          </option>
        ))}
      </select>
    </label>
  );
}
