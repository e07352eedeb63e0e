import { naming } from "../../clients/naming.ts";
import { currentLanguage } from "../../messages/translate.ts";
import { isKey, t } from "../i18n/t.ts";
import type { Carried, TadaDocumentNode } from "./graphql.ts";

export interface FieldProblem {
  field: string;
  message: string;
  suggestions?: string[];
}

/** The server understood and refused. The message says what to do. Its shape is that of react-admin's HttpError, which cannot be extended. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** A value of the schema's ErrorCode. */
    readonly code: string,
    /** What is wrong with which field of the input. */
    readonly problems: FieldProblem[],
    /** Where a sign-in waits for its second step: what that is told. */
    readonly challenge: string | null = null,
    /** Where it must be shown again who is there: by what that can be, as values of the schema's IdentityProof. */
    readonly proofs: readonly string[] = [],
  ) {
    super(message);
  }
}

/**
 * Where the server is; empty: where the console came from. A console on another host has the address in its index.html:
 * `<meta name="accrue-endpoint" content="https://cec.example.org">`.
 */
const apiUrl: string = (
  document.querySelector<HTMLMetaElement>('meta[name="accrue-endpoint"]')?.content.trim() ?? ""
).replace(/(?<!\/)\/+$/, "");

/** Whether the server is another host's. Its cookie does not come along then: the sign-in's token is sent instead. */
export const isRemote: boolean = apiUrl !== "" && new URL(apiUrl, location.href).origin !== location.origin;

const tokenKey = "accrue-console-token";

/** Keeps the sign-in's token for this tab alone, until it is closed; null forgets it. Only for a server on another host. */
export function keepToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(tokenKey);
  else sessionStorage.setItem(tokenKey, token);
}

/** What shows who asks, for whatever is sent to the server. */
function credentials(): { credentials: RequestCredentials; headers: Record<string, string> } {
  if (!isRemote) return { credentials: "same-origin", headers: {} };
  const token = sessionStorage.getItem(tokenKey);
  return { credentials: "omit", headers: token ? { Authorization: `Bearer ${token}` } : {} };
}

/** An address of the server, such as /exports/programs.csv. */
export const serverAddress = (path: string): string => `${apiUrl}${path}`;

interface GivenError {
  message: string;
  extensions?: { code?: string; field?: string; problems?: FieldProblem[]; challenge?: string; proofs?: string[] };
}

/** What the server does not have, or does not show to this account: it makes no difference between the two. */
export const nothingHere = (): Refusal => new Refusal(t("error.nothingHere"), 404, "NOT_FOUND", []);

const unreachable = () => new Refusal(t("error.unreachable"), 503, "UNREACHABLE", []);

function refusalOf({ message, extensions = {} }: GivenError): Refusal {
  const { code = "INTERNAL_ERROR", field, problems, challenge = null, proofs } = extensions;
  const status = code === "UNAUTHENTICATED" ? 401 : code === "FORBIDDEN" ? 403 : code === "NOT_FOUND" ? 404 : 400;
  return new Refusal(
    sayOf(code, message),
    status,
    code,
    problems ?? (field ? [{ field, message }] : []),
    challenge,
    proofs,
  );
}

/**
 * Asks whoever is there to show once more who that is, and answers whether they did. The dialog that does it takes its place here while
 * it is on the page.
 */
export const stepUp: { ask: (proofs: readonly string[]) => Promise<boolean> } = { ask: async () => false };

/** The console's own sentence, where the code alone decides it; else the server's, which comes in the reader's language as well. */
function sayOf(code: string, message: string): string {
  const key = `error.${code}`;
  return isKey(key) ? t(key) : message;
}

/** Finds the one file of an upload among the variables: the multipart specification wants null in its place. */
function multipart(asked: object, variables: Record<string, unknown>): FormData | null {
  const upload = Object.entries(variables).find(([, value]) => value instanceof File);
  if (!upload) return null;
  const [name, file] = upload;
  const form = new FormData();
  form.set("operations", JSON.stringify({ ...asked, variables: { ...variables, [name]: null } }));
  form.set("map", JSON.stringify({ 0: [`variables.${name}`] }));
  form.set("0", file as File);
  return form;
}

/**
 * Sends one operation as who is signed in; a File among the variables makes it an upload. Where the server wants to see once more who is
 * there, that is asked for, and the same is sent again.
 * @throws Refusal with the first error of the answer
 */
export async function request<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  signal?: AbortSignal,
): Promise<Carried<Result>> {
  try {
    return await requestOnce(document, variables, signal);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "STEP_UP_REQUIRED" || !(await stepUp.ask(error.proofs)))
      throw error;
    return requestOnce(document, variables, signal);
  }
}

/**
 * As `request`, without asking for anything.
 * @throws Refusal with the first error of the answer
 */
export async function requestOnce<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  signal?: AbortSignal,
): Promise<Carried<Result>> {
  const asked = naming(document);
  const form = multipart(asked, (variables ?? {}) as Record<string, unknown>);
  let answer: { data?: Carried<Result> | null; errors?: GivenError[] };
  try {
    const viewer = credentials();
    const response = await fetch(serverAddress("/graphql"), {
      method: "POST",
      headers: {
        ...viewer.headers,
        ...(form ? { "Apollo-Require-Preflight": "true" } : { "Content-Type": "application/json" }),
        Accept: "application/json",
        "Accept-Language": currentLanguage(),
      },
      body: form ?? JSON.stringify({ ...asked, variables }),
      credentials: viewer.credentials,
      signal,
    });
    // A proxy's error page is not JSON, and means the same as no answer.
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
  const [error] = answer.errors ?? [];
  if (error) throw refusalOf(error);
  if (!answer.data) throw unreachable();
  return answer.data;
}

export interface FetchedFile {
  fileName: string;
  /** Whether the server means it to be looked at rather than saved. */
  inline: boolean;
  content: Blob;
}

/**
 * A file of a server on another host, which a plain link could not ask for.
 * @throws Refusal
 */
export async function fetchFile(path: string): Promise<FetchedFile> {
  const response = await fetch(serverAddress(path), credentials()).catch(() => {
    throw unreachable();
  });
  if (!response.ok) {
    const { errors } = (await response.json().catch(() => ({}))) as { errors?: GivenError[] };
    throw errors?.[0] ? refusalOf(errors[0]) : unreachable();
  }
  const disposition = response.headers.get("Content-Disposition") ?? "";
  return {
    fileName: /filename="?([^";]+)/.exec(disposition)?.[1] ?? "download",
    inline: disposition.startsWith("inline"),
    content: await response.blob(),
  };
}
