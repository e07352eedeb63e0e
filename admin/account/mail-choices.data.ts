import { graphql, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const mailChoicesQuery = graphql(`
  query OwnMailChoices { viewer { mailChoices { kind wanted } } }
`);

const setMutation = graphql(`
  mutation SetOwnMailWanted($kind: MailKind!, $wanted: Boolean!) { setMailWanted(kind: $kind, wanted: $wanted) { kind } }
`);

export const setMailWanted = (kind: VariablesOf<typeof setMutation>["kind"], wanted: boolean) =>
  request(setMutation, { kind, wanted });
