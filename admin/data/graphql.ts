import type { initGraphQLTada } from "gql.tada";
import type { introspection } from "../../dist/types/admin-schema.d.ts";

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from "gql.tada";

type TypedGraphql = ReturnType<
  typeof initGraphQLTada<{
    introspection: introspection;
    disableMasking: true;
    scalars: { Credits: string; DateTime: string; LocalDate: string; Upload: File };
  }>
>;

/**
 * Types a document from schema.graphql. The text itself goes to the server: nothing is parsed in the browser. `npm run check`
 * verifies every document.
 */
export const graphql = ((text: string, fragments: readonly string[] = []) =>
  [text, ...fragments].join("\n")) as unknown as TypedGraphql;
