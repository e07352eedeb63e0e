import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const kitWordsQuery = graphql(`
  query ConsoleKitWords($language: String!) {
    kitWords(language: $language) { mailSubject mailText instructions changedAt blanks }
  }
`);

const previewQuery = graphql(`
  query PreviewKitWords($language: String!, $input: KitWordsInput!) {
    previewKitWords(language: $language, input: $input) { mailSubject mailText instructions }
  }
`);

const saveMutation = graphql(`
  mutation SaveKitWords($language: String!, $input: KitWordsInput) {
    saveKitWords(language: $language, input: $input) { changedAt }
  }
`);

export type KitWordsInput = VariablesOf<typeof previewQuery>["input"];
export type KitText = ResultOf<typeof previewQuery>["previewKitWords"];

export const previewKitWords = async (language: string, input: KitWordsInput): Promise<KitText> =>
  (await request(previewQuery, { language, input })).previewKitWords;

export const saveKitWords = (language: string, input: KitWordsInput | null) =>
  request(saveMutation, { language, input });
