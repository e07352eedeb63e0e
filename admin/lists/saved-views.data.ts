import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const savedViewsQuery = graphql(`
  query SavedViews($list: SavedViewList!) {
    savedViews(list: $list) { id name settings shared changeable }
  }
`);

export type SavedView = ResultOf<typeof savedViewsQuery>["savedViews"][number];
/** The lists of which views are saved, as the server calls them. */
export type ListName = VariablesOf<typeof savedViewsQuery>["list"];

const saveMutation = graphql(`mutation SaveView($input: SavedViewInput!) { saveView(input: $input) { id } }`);
const removeMutation = graphql(`mutation RemoveSavedView($id: ID!) { removeSavedView(id: $id) { id } }`);

export const saveView = (input: VariablesOf<typeof saveMutation>["input"]) => request(saveMutation, { input });
export const removeSavedView = (id: string) => request(removeMutation, { id });
