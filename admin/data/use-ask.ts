import { type keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { TadaDocumentNode } from "./graphql.ts";
import { request } from "./request.ts";

/** Reads something that is no resource of react-admin's: read again when an operation has changed anything. */
export const useAsk = <Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  {
    refetchInterval = false,
    ...options
  }: {
    enabled?: boolean;
    /** In milliseconds; by what was answered last, where a function says so. */
    refetchInterval?: number | false | ((answered: NoInfer<Result> | undefined) => number | false);
    gcTime?: number;
    placeholderData?: typeof keepPreviousData;
  } = {},
): UseQueryResult<Result> =>
  useQuery({
    queryKey: ["ask", document as unknown as string, variables],
    queryFn: ({ signal }) => request(document, variables, signal),
    refetchInterval:
      typeof refetchInterval === "function"
        ? ({ state }) => refetchInterval(state.data as Result | undefined)
        : refetchInterval,
    ...options,
  });
