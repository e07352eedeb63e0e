import type { TadaDocumentNode } from "./graphql.ts";

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
  ) {
    super(message);
  }
}

/** Where the server is; empty: where the console came from. Set `VITE_API_URL` for another host. */
export const apiUrl: string = (import.meta.env.VITE_API_URL ?? "").replace(/\/+$/, "");

/** An address of the server, such as /exports/programs.csv. */
export const serverAddress = (path: string): string => `${apiUrl}${path}`;

interface GivenError {
  message: string;
  extensions?: { code?: string; field?: string; problems?: FieldProblem[]; challenge?: string };
}

const unreachable = () =>
  new Refusal("The server can't be reached. Check your connection, then try again.", 503, "UNREACHABLE", []);

function refusalOf({ message, extensions = {} }: GivenError): Refusal {
  const { code = "INTERNAL_ERROR", field, problems, challenge = null } = extensions;
  const status = code === "UNAUTHENTICATED" ? 401 : code === "FORBIDDEN" ? 403 : code === "NOT_FOUND" ? 404 : 400;
  return new Refusal(message, status, code, problems ?? (field ? [{ field, message }] : []), challenge);
}

/** Finds the one file of an upload among the variables: the multipart specification wants null in its place. */
function multipart(query: unknown, variables: Record<string, unknown>): FormData | null {
  const upload = Object.entries(variables).find(([, value]) => value instanceof File);
  if (!upload) return null;
  const [name, file] = upload;
  const form = new FormData();
  form.set("operations", JSON.stringify({ query, variables: { ...variables, [name]: null } }));
  form.set("map", JSON.stringify({ 0: [`variables.${name}`] }));
  form.set("0", file as File);
  return form;
}

/**
 * Sends one operation with the sign-in's cookie; a File among the variables makes it an upload.
 * @throws Refusal with the first error of the answer
 */
export async function request<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  signal?: AbortSignal,
): Promise<Result> {
  const form = multipart(document, (variables ?? {}) as Record<string, unknown>);
  let answer: { data?: Result | null; errors?: GivenError[] };
  try {
    const response = await fetch(serverAddress("/graphql"), {
      method: "POST",
      headers: form
        ? { "Apollo-Require-Preflight": "true", Accept: "application/json" }
        : { "Content-Type": "application/json", Accept: "application/json" },
      body: form ?? JSON.stringify({ query: document, variables }),
      credentials: apiUrl ? "include" : "same-origin",
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
