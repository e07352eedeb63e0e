import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const appsQuery = graphql(`query Apps { apps { id name kind redirectUris scopes createdAt } }`);

export type App = ResultOf<typeof appsQuery>["apps"][number];

const createMutation = graphql(`
  mutation CreateApp($name: String!, $kind: AppKind!, $redirectUris: [String!]!, $scopes: [MemberScope!]!) {
    createApp(name: $name, kind: $kind, redirectUris: $redirectUris, scopes: $scopes) { clientSecret app { id name } }
  }
`);
const removeMutation = graphql(`mutation RemoveApp($id: ID!) { removeApp(id: $id) }`);

export const appKinds = ["CONFIDENTIAL", "PUBLIC", "NATIVE"] as const satisfies readonly App["kind"][];
export const appScopes = [
  "CONFERENCES",
  "CLAIMS",
  "CERTIFICATES",
  "TRANSCRIPT",
] as const satisfies readonly App["scopes"][number][];

export const createApp = async (app: VariablesOf<typeof createMutation>) =>
  (await request(createMutation, app)).createApp;
export const removeApp = (id: string) => request(removeMutation, { id });
