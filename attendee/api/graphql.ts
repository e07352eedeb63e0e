import type { initGraphQLTada } from "gql.tada";
import type { introspection } from "../../dist/types/attendee-schema.d.ts";

export type { ResultOf, TadaDocumentNode, VariablesOf } from "gql.tada";

type TypedGraphql = ReturnType<
  typeof initGraphQLTada<{
    introspection: introspection;
    disableMasking: true;
    scalars: { Credits: string; DateTime: string; LocalDate: string; Upload: File };
  }>
>;

/**
 * Types a document from schema.graphql. The text itself goes to the server: nothing is parsed in the browser, so the types
 * cost no bytes. `npm run check` verifies every document.
 */
export const graphql = ((text: string, fragments: readonly string[] = []) =>
  [text, ...fragments].join("\n")) as unknown as TypedGraphql;

type Types = introspection["types"];

/**
 * What a document answers where nothing of it was refused: of a change, each root field is there. The schema lets it be null, so that
 * one refusal does not hide what else was carried out.
 */
export type Carried<Result> = keyof Result extends keyof Types["Mutation"]["fields"]
  ? { [Field in keyof Result]: NonNullable<Result[Field]> }
  : Result;
