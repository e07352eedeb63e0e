import { type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import { type ExecutionResult, execute, type GraphQLSchema, Kind, type OperationDefinitionNode } from "graphql";
import type { Context } from "../core/context.ts";

/** Answers that are remembered. Tools ask the same few questions; whoever makes up others pays for them each time. */
const maximumKept = 20;

/** Whether an operation asks for nothing but the schema, in the same words each time. */
const asksForSchemaAlone = ({ operation, variableDefinitions, selectionSet }: OperationDefinitionNode): boolean =>
  operation === "query" &&
  !variableDefinitions?.length &&
  selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && ["__schema", "__type"].includes(selection.name.value),
  );

/** Computes what the schema says of itself once for each question: the schema never changes while the server runs. */
export function keepIntrospection(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  const kept = new Map<string, ExecutionResult>();
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, operationName, source }) => {
        if (!asksForSchemaAlone(operation)) return null;
        const question = `${operationName ?? ""}\n${source}`;
        let answer = kept.get(question);
        if (!answer) {
          answer = (await execute({ schema, document, operationName })) as ExecutionResult;
          const [oldest] = kept.keys();
          if (kept.size === maximumKept && oldest !== undefined) kept.delete(oldest);
          kept.set(question, answer);
        }
        return { http: { headers: new HeaderMap() }, body: { kind: "single", singleResult: answer } };
      },
    }),
  };
}
