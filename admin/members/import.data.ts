import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

/** An import and its outcome. */
export const importQuery = graphql(`
  query MemberImportPage($id: ID!) {
    memberImport(id: $id) {
      id fileName status preview sender createdAt deactivatesMissing rowCount checkedRows errorCount warningCount
      addedRows changedRows deactivatedRows unchangedRows absentMembers progress message undoneAt availableActions
      columns { heading column }
    }
  }
`);

/** What stands in the way of taking an import back. */
export const obstaclesQuery = graphql(`
  query MemberImportObstacles($id: ID!) {
    memberImport(id: $id) { undoObstacles { memberNumber reason } }
  }
`);

/** The last lists that were imported. */
export const recentImportsQuery = graphql(`
  query RecentMemberImports {
    memberImports(preview: false, first: 20) {
      nodes { id fileName status sender createdAt addedRows changedRows deactivatedRows progress }
    }
  }
`);

const errorsQuery = graphql(`
  query MemberImportErrors($id: ID!, $after: String) {
    memberImport(id: $id) {
      errors(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { line column value severity message }
      }
    }
  }
`);

const changesQuery = graphql(`
  query MemberImportChanges($id: ID!, $after: String, $kind: MemberChangeKind) {
    memberImport(id: $id) {
      changes(first: 100, after: $after, kind: $kind) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { kind memberId memberNumber name line fields { field before after } }
      }
    }
  }
`);

const sendMutation = graphql(`
  mutation ImportMembers($file: Upload!, $terms: MemberImportTerms, $preview: Boolean!) {
    importMembers(file: $file, terms: $terms, preview: $preview) { id }
  }
`);

const undoMutation = graphql(`
  mutation UndoMemberImport($id: ID!, $reason: String!) {
    undoMemberImport(id: $id, reason: $reason) { id }
  }
`);

type Found<T extends { memberImport: unknown }> = NonNullable<T["memberImport"]>;
export type MemberImport = Found<ResultOf<typeof importQuery>>;
export type HeadingUse = MemberImport["columns"][number];
export type MemberColumn = NonNullable<HeadingUse["column"]>;
export type MemberChangeKind = NonNullable<VariablesOf<typeof changesQuery>["kind"]>;
export type ImportTerms = NonNullable<VariablesOf<typeof sendMutation>["terms"]>;

export const importMembers = async (file: File, terms: ImportTerms, preview: boolean) =>
  (await request(sendMutation, { file, terms, preview })).importMembers;

export const undoImport = async (id: string, reason: string) =>
  (await request(undoMutation, { id, reason })).undoMemberImport;

/** A hundred errors and warnings after a cursor. */
export const readImportErrors = async (id: string, after: string | null, signal?: AbortSignal) =>
  (await request(errorsQuery, { id, after }, signal)).memberImport?.errors ?? null;

/** A hundred changes after a cursor, of one kind or of all. */
export const readMemberChanges = async (
  id: string,
  kind: MemberChangeKind | null,
  after: string | null,
  signal?: AbortSignal,
) => (await request(changesQuery, { id, kind, after }, signal)).memberImport?.changes ?? null;
