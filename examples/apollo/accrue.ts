// What the recipes in this folder share: a client that sends an operation again where the answer says that it may.
import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError } from "@apollo/client";
import { RetryLink } from "@apollo/client/link/retry";
import { map } from "rxjs";

const { ACCRUE_URL, ACCRUE_KEY } = process.env;
if (!ACCRUE_URL || !ACCRUE_KEY) throw new Error("ACCRUE_URL is the address of the server, ACCRUE_KEY an API key.");

const mostTries = 5;

/** The key of this program. It stays on the server that this program runs on. */
export const key = ACCRUE_KEY;

/** An Idempotency-Key that is the same for the same work, so that it is done once however often it is sent. */
export const once = (...parts: unknown[]): { headers: Record<string, string> } => ({
  headers: { "Idempotency-Key": createHash("sha256").update(JSON.stringify(parts)).digest("hex") },
});

/** Whether every refusal of an answer says that the same may be sent again. */
const mayBeSentAgain = ({ errors }: CombinedGraphQLErrors): boolean =>
  errors.every(({ extensions }) => extensions?.retryable === true);

/** Makes an answer that may be asked for again an error, which is what a RetryLink looks at. */
const throwRetryable = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      if (!result.errors?.length) return result;
      const refusal = new CombinedGraphQLErrors(result);
      if (mayBeSentAgain(refusal)) throw refusal;
      return result;
    }),
  ),
);

const retry = new RetryLink({
  attempts: (tried, operation, error) => {
    if (tried >= mostTries) return false;
    if (CombinedGraphQLErrors.is(error)) return mayBeSentAgain(error);
    if (ServerError.is(error) && error.statusCode < 500) return false;
    // No answer, or none of Accrue's. It may have been carried out: a mutation needs its key to be sent again.
    const { headers = {} } = operation.getContext();
    return operation.operationType !== "mutation" || "Idempotency-Key" in headers;
  },
  delay: (tried, _operation, error) => {
    const wait = 1_000 * 2 ** tried * (0.5 + Math.random() / 2);
    if (!CombinedGraphQLErrors.is(error)) return wait;
    const asked = error.errors.map(({ extensions }) => Number(extensions?.retryAfterSeconds ?? 0));
    return Math.max(wait, ...asked.map((seconds) => seconds * 1_000));
  },
});

/** A client for whoever has the token: a key, a member's token, or nobody (null). IDs are unique over all types, so that its cache needs no setting. */
export const clientOf = (token: string | null): ApolloClient =>
  new ApolloClient({
    link: ApolloLink.from([
      retry,
      throwRetryable,
      new HttpLink({ uri: `${ACCRUE_URL}/graphql`, headers: token ? { authorization: `Bearer ${token}` } : {} }),
    ]),
    cache: new InMemoryCache(),
  });

/** What a query or mutation answered; a refusal is thrown before. */
export function given<T>({ data }: { data?: T | undefined }): T {
  if (data === undefined) throw new Error("There was no answer.");
  return data;
}

/** A file's bytes. */
export async function download(url: string, token?: string): Promise<Uint8Array> {
  const answer = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}
