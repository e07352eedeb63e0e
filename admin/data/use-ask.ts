import { type keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { TadaDocumentNode } from "./graphql.ts";
import { request } from "./request.ts";

/** Reads something that is no resource of react-admin's: read again when an operation has changed anything. */
export const useAsk = <Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  options: {
    enabled?: boolean;
    refetchInterval?: number | false;
    gcTime?: number;
    placeholderData?: typeof keepPreviousData;
  } = {},
): UseQueryResult<Result> =>
  useQuery({
    queryKey: ["ask", document as unknown as string, variables],
    queryFn: ({ signal }) => request(document, variables, signal),
    ...options,
  });
