import { createHash } from "node:crypto";
import {
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  typeFromAST,
  validate,
} from "graphql";

/** What scalars are in JSON; any other one is a text. */
const scalars: Record<string, string> = { Int: "number", Float: "number", Boolean: "boolean", JSON: "unknown" };

/** Enums and inputs that documents lead to, by name, each printed once. */
type Named = Map<string, string>;

const orNull = (type: GraphQLInputType | GraphQLOutputType, said: string): string =>
  isNonNullType(type) ? said : `${said} | null`;

function leafOf(type: GraphQLInputType | GraphQLOutputType, named: Named): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => `\n  | "${name}"`);
    named.set(type.name, `export type ${type.name} =${values.join("")};`);
    return type.name;
  }
  return scalars[String(type)] ?? "string";
}

function inputOf(type: GraphQLInputType, named: Named): string {
  const plain = getNullableType(type);
  if (isListType(plain)) return orNull(type, `readonly (${inputOf(plain.ofType, named)})[]`);
  if (!isInputObjectType(plain)) return orNull(type, leafOf(plain, named));
  if (!named.has(plain.name)) {
    named.set(plain.name, "");
    const fields = Object.values(plain.getFields()).map((field) => {
      const needed = isNonNullType(field.type) && field.defaultValue === undefined;
      return `  /** ${field.description?.replace(/\s+/g, " ") ?? ""} */\n  ${field.name}${needed ? "" : "?"}: ${inputOf(field.type, named)};`;
    });
    named.set(plain.name, `export interface ${plain.name} {\n${fields.join("\n")}\n}`);
  }
  return orNull(type, plain.name);
}

function outputOf(
  type: GraphQLOutputType,
  selected: SelectionSetNode | undefined,
  named: Named,
  indent: string,
): string {
  const plain = getNullableType(type);
  if (isListType(plain)) return orNull(type, `(${outputOf(plain.ofType, selected, named, indent)})[]`);
  if (isObjectType(plain) && selected) return orNull(type, objectOf(plain, selected, named, indent));
  return orNull(type, leafOf(plain, named));
}

function objectOf(type: GraphQLObjectType, { selections }: SelectionSetNode, named: Named, indent: string): string {
  const inner = `${indent}  `;
  const fields = selections.map((selection) => {
    if (selection.kind !== Kind.FIELD) throw new Error(`${type.name}: documents of the SDK have no fragments.`);
    const field = type.getFields()[selection.name.value];
    if (!field) throw new Error(`${type.name} has no ${selection.name.value}.`);
    const name = selection.alias?.value ?? field.name;
    return `${inner}${name}: ${outputOf(field.type, selection.selectionSet, named, inner)};`;
  });
  return `{\n${fields.join("\n")}\n${indent}}`;
}

function variablesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  named: Named,
): string {
  const fields = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as never) as GraphQLInputType;
    const needed = isNonNullType(type) && !defaultValue;
    return `${variable.name.value}${needed ? "" : "?"}: ${inputOf(type, named)}`;
  });
  return fields.length > 0 ? `{ ${fields.join("; ")} }` : "Record<string, never>";
}

/** Comments right before an operation say what it is for. */
const aboutOf = (source: string, name: string): string =>
  new RegExp(`((?:^#.*\\n)+)(?:query|mutation|subscription) ${name}\\b`, "m")
    .exec(source)?.[1]
    ?.replace(/^# ?/gm, "")
    .trim() ?? "";

/**
 * `packages/sdk/documents.generated.ts`: the SDK's documents with the types of what they take and answer.
 * @param source the documents, as GraphQL
 */
export function sdkDocuments(schema: GraphQLSchema, source: string): string {
  const document = parse(source);
  const wrong = validate(schema, document);
  if (wrong.length > 0) throw new Error(`packages/sdk/documents.graphql: ${wrong.map(String).join("\n")}`);
  const named: Named = new Map();
  const operations = document.definitions.map((operation) => {
    if (operation.kind !== Kind.OPERATION_DEFINITION || !operation.name) throw new Error("Each document has a name.");
    const root = schema.getRootType(operation.operation);
    if (!root) throw new Error(`There is no ${operation.operation}.`);
    const name = operation.name.value;
    const text = print(operation);
    const hash = createHash("sha256").update(text).digest("hex");
    const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const data = objectOf(root as GraphQLObjectType, operation.selectionSet, named, "");
    return `export interface ${name}Data ${data}

export type ${name}Variables = ${variablesOf(schema, operation, named)};

/** ${aboutOf(source, name)} */
export const ${constant}: Document<${name}Data, ${name}Variables> = {
  hash: "${hash}",
  text: \`${text}\`,
};`;
  });
  return `// Printed from documents.graphql and the schema by \`npm run schema\`.

/** A document with the types of what it takes and answers. */
export interface Document<Data, Variables> {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
  readonly types?: (variables: Variables) => Data;
}

${[...named.values(), ...operations].join("\n\n")}
`;
}
