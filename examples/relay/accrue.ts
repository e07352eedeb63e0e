// What the recipes in this folder share: an environment that sends an operation again where the answer says that it may.
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  type GraphQLTaggedNode,
  getRequest,
  type MutationParameters,
  Network,
  type OperationType,
  RecordSource,
  type RequestParameters,
  Store,
  type Variables,
} from "relay-runtime";

const { ACCRUE_URL, ACCRUE_KEY } = process.env;
if (!ACCRUE_URL || !ACCRUE_KEY) throw new Error("ACCRUE_URL is the address of the server, ACCRUE_KEY an API key.");

const mostTries = 5;

/** The key of this program. It stays on the server that this program runs on. */
export const key = ACCRUE_KEY;

interface Refusal {
  message: string;
  extensions?: { retryable?: boolean; retryAfterSeconds?: number };
}

/** An answer; null where there was none, or none of Accrue's. */
async function send(request: RequestParameters, variables: Variables, headers: Record<string, string>) {
  const answer = await fetch(`${ACCRUE_URL}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: request.text, variables }),
  }).catch(() => null);
  if (!answer || answer.status >= 500) return null;
  return (await answer.json()) as { data?: unknown; errors?: Refusal[] };
}

/** An environment for whoever has the token: a key, a member's token, or nobody (null). IDs are unique over all types, as its store wants them. */
export function environmentOf(token: string | null): Environment {
  const sender = async (request: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    // The same for the same work, so that a mutation that is sent again is carried out once.
    if (request.operationKind === "mutation")
      headers["Idempotency-Key"] = createHash("sha256")
        .update(JSON.stringify([request.name, variables, token]))
        .digest("hex");
    for (let tried = 1; ; tried++) {
      const answer = await send(request, variables, headers);
      const refusals = answer?.errors ?? [];
      if (answer && refusals.length === 0) return answer as GraphQLResponse;
      const again = refusals.every(({ extensions }) => extensions?.retryable === true);
      if (!again || tried === mostTries)
        throw new Error(refusals.map(({ message }) => message).join("\n") || "There was no answer.");
      const asked = refusals.map(({ extensions }) => (extensions?.retryAfterSeconds ?? 0) * 1_000);
      await delay(Math.max(1_000 * 2 ** tried * (0.5 + Math.random() / 2), ...asked));
    }
  };
  return new Environment({ network: Network.create(sender), store: new Store(new RecordSource()) });
}

/** What a query answers, asked anew. */
export async function ask<T extends OperationType>(
  environment: Environment,
  query: GraphQLTaggedNode,
  variables: T["variables"],
): Promise<T["response"]> {
  const response = await fetchQuery<T>(environment, query, variables).toPromise();
  if (response === undefined) throw new Error("There was no answer.");
  return response;
}

/** What a mutation answers. The store has it as well. */
export const change = <T extends MutationParameters>(
  environment: Environment,
  mutation: GraphQLTaggedNode,
  variables: T["variables"],
): Promise<T["response"]> =>
  new Promise((resolve, reject) => {
    commitMutation<T>(environment, { mutation, variables, onCompleted: resolve, onError: reject });
  });

/** What the store has of a query that was asked before: nothing is sent. */
export const known = <T extends OperationType>(
  environment: Environment,
  query: GraphQLTaggedNode,
  variables: T["variables"],
): T["response"] =>
  environment.lookup(createOperationDescriptor(getRequest(query), variables).fragment).data as T["response"];

/** A file's bytes. */
export async function download(url: string | null | undefined, token?: string): Promise<Uint8Array> {
  if (!url) throw new Error("There is no file.");
  const answer = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}
