import { naming } from "../../clients/naming.ts";
import { currentLanguage } from "../../messages/translate.ts";
import { isKey, t } from "../i18n/t.ts";
import type { Carried, TadaDocumentNode } from "./graphql.ts";

/** The server understood and refused. The message says what to do. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** A value of the schema's ErrorCode. */
    readonly code: string,
    /** Where a sign-in waits for its second step: what that is told. */
    readonly challenge: string | null = null,
    /** Where it must be shown again who is there: by what that can be, as values of the schema's IdentityProof. */
    readonly proofs: readonly string[] = [],
  ) {
    super(message);
  }
}

/** No answer came: no network, or a server that is down. The same request may succeed later. */
export class Unreachable extends Error {
  constructor() {
    super(t("error.unreachable"));
  }
}

interface Answer<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string; challenge?: string; proofs?: string[] } }[];
}

const patienceMs = 20_000;

/** Called when the server no longer knows who is signed in. */
export const signedOut = { tell: (): void => {} };

/**
 * Asks whoever is there to show once more who that is, and answers whether they did. The dialog that does it takes its place here while
 * it is on the page.
 */
export const stepUp: { ask: (proofs: readonly string[]) => Promise<boolean> } = { ask: async () => false };

/**
 * Sends one operation with the sign-in's cookie. Where the server wants to see once more who is there, that is asked for, and the same is
 * sent again.
 * @throws Refusal with the first error of the answer, Unreachable where there is none within 20 seconds
 */
export async function request<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
): Promise<Carried<Result>> {
  try {
    return await requestOnce(document, variables);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "STEP_UP_REQUIRED" || !(await stepUp.ask(error.proofs)))
      throw error;
    return requestOnce(document, variables);
  }
}

/**
 * As `request`, without asking for anything.
 * @throws Refusal with the first error of the answer, Unreachable where there is none within 20 seconds
 */
export async function requestOnce<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
): Promise<Carried<Result>> {
  return send(JSON.stringify({ ...naming(document), variables }), { "Content-Type": "application/json" });
}

/**
 * Sends what is ready to be sent.
 * @throws Refusal with the first error of the answer, Unreachable where there is none in time
 */
export async function send<Result>(body: BodyInit, headers: Record<string, string>, ms = patienceMs): Promise<Result> {
  let answer: Answer<Result>;
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { ...headers, Accept: "application/json", "Accept-Language": currentLanguage() },
      body,
      signal: AbortSignal.timeout(ms),
    });
    // A proxy's error page is not JSON, and means the same as no answer.
    answer = await response.json();
  } catch {
    throw new Unreachable();
  }
  const [error] = answer.errors ?? [];
  if (error) {
    const code = error.extensions?.code ?? "INTERNAL_ERROR";
    if (code === "UNAUTHENTICATED") signedOut.tell();
    throw new Refusal(sayOf(code, error.message), code, error.extensions?.challenge, error.extensions?.proofs);
  }
  if (!answer.data) throw new Unreachable();
  return answer.data;
}

/** The client's own sentence, where the code alone decides it; else the server's, which comes in the reader's language as well. */
function sayOf(code: string, message: string): string {
  const key = `error.${code}`;
  return isKey(key) ? t(key) : message;
}

/** Failures after which the same may well be taken: what waits on this device goes on waiting. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof Refusal && ["UNAUTHENTICATED", "TOO_MANY_REQUESTS", "INTERNAL_ERROR"].includes(error.code));

/** Any failure as a sentence for the reader. */
export const messageOf = (error: unknown): string =>
  error instanceof Refusal || error instanceof Unreachable ? error.message : t("error.unexpected");
