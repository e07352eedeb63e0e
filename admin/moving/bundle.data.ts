import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

/** A bundle and what became of it. */
export const bundleQuery = graphql(`
  query BundlePage($id: ID!) {
    bundleImport(id: $id) {
      id fileName status sender createdAt recordedAt errorCount warningCount phase progress message undoneAt undoReason availableActions
      files {
        name kind rowCount addedRows changedRows unchangedRows leftRows
        columns { heading column }
        choices { column heading required }
        samples { line cells }
      }
    }
  }
`);

/** The last bundles that came. */
export const recentBundlesQuery = graphql(`
  query RecentBundles {
    bundleImports(first: 20) { nodes { id fileName status sender createdAt errorCount progress } }
  }
`);

const errorsQuery = graphql(`
  query BundleErrors($id: ID!, $after: String) {
    bundleImport(id: $id) {
      errors(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { file line column value code severity message suggestions }
      }
    }
  }
`);

const checkMutation = graphql(`
  mutation CheckBundle($file: Upload!, $columns: [BundleColumnInput!]!) {
    checkBundle(file: $file, columns: $columns) { id }
  }
`);

const recordMutation = graphql(`
  mutation RecordBundle($id: ID!) {
    recordBundle(id: $id) { id }
  }
`);

const undoMutation = graphql(`
  mutation UndoBundle($id: ID!, $reason: String!) {
    undoBundle(id: $id, reason: $reason) { id }
  }
`);

export type Bundle = NonNullable<ResultOf<typeof bundleQuery>["bundleImport"]>;

export type ChosenColumn = VariablesOf<typeof checkMutation>["columns"][number];

/** @param columns for what headings are used, where somebody chose it */
export const checkBundle = async (file: File, columns: ChosenColumn[]) =>
  (await request(checkMutation, { file, columns })).checkBundle;

export const recordBundle = async (id: string) => (await request(recordMutation, { id })).recordBundle;

export const undoBundle = async (id: string, reason: string) =>
  (await request(undoMutation, { id, reason })).undoBundle;

/** A hundred errors and warnings after a cursor. */
export const readBundleErrors = async (id: string, after: string | null, signal?: AbortSignal) =>
  (await request(errorsQuery, { id, after }, signal)).bundleImport?.errors ?? null;
