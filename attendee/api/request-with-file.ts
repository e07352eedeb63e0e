import { naming } from "../../clients/naming.ts";
import type { Carried, TadaDocumentNode } from "./graphql.ts";
import { send } from "./request.ts";

/** A file takes a while where the network is slow. */
const patienceMs = 180_000;

/**
 * Sends one operation with a file, by the GraphQL multipart request specification.
 * @param variables all but `file`
 * @throws Refusal with the first error of the answer, Unreachable where there is none within three minutes
 */
export async function requestWithFile<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Omit<NoInfer<Variables>, "file">,
  file: File,
): Promise<Carried<Result>> {
  const form = new FormData();
  form.set("operations", JSON.stringify({ ...naming(document), variables: { ...variables, file: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.file"] }));
  form.set("0", file);
  return send(form, { "Apollo-Require-Preflight": "true" }, patienceMs);
}
