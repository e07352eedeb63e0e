import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import type { ListParams, ResourceData } from "../data/resource-data.ts";

const listQuery = graphql(`
  query ProviderChoices($first: Int!, $offset: Int!, $filter: ProviderFilter) {
    providers(first: $first, offset: $offset, filter: $filter) { totalCount nodes { id number name status availableActions } }
  }
`);

/** Providers to choose from, and those that a filter names. */
export const providerData = {
  async getList({ first, offset, filter, signal }: ListParams) {
    const { providers } = await request(listQuery, { first, offset, filter }, signal);
    return { data: providers.nodes, total: providers.totalCount };
  },
  async getMany(ids: string[], signal?: AbortSignal) {
    const { providers } = await request(listQuery, { first: ids.length, offset: 0, filter: { ids } }, signal);
    return providers.nodes;
  },
} satisfies ResourceData;
