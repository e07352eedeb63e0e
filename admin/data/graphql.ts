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

type Types = introspection["types"];

/** What there are sortable lists of, as the schema calls it: "Program", since there is a ProgramOrderField. */
export type Sortable = keyof Types extends infer Name
  ? Name extends `${infer Listed}OrderField`
    ? Listed
    : never
  : never;

/** What the server sorts a list by: the values of ProgramOrderField for "Program". */
export type OrderFieldOf<Listed extends Sortable> = Types[Extract<keyof Types, `${Listed}OrderField`>] extends {
  enumValues: infer Value extends string;
}
  ? Value
  : never;

/**
 * What a document answers where nothing of it was refused: of a change, each root field is there. The schema lets it be null, so that
 * one refusal does not hide what else was carried out.
 */
export type Carried<Result> = keyof Result extends keyof Types["Mutation"]["fields"]
  ? { [Field in keyof Result]: NonNullable<Result[Field]> }
  : Result;
