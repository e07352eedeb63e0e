import { graphql, type OrderFieldOf, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

export const auditQuery = graphql(`
  query AuditLog($subjectId: ID!, $offset: Int!) {
    auditEntries(subjectId: $subjectId, first: 20, offset: $offset) {
      pageInfo { hasNextPage }
      nodes { id at actor actorAs action ip reason changes { field before after beforeName afterName } }
    }
  }
`);

const listQuery = graphql(`
  query AuditList($first: Int!, $offset: Int!, $filter: AuditFilter, $orderBy: [AuditEntryOrder!]) {
    auditEntries(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id at actor actorAs action ip reason subjectType subjectId subjectName changes { field before after beforeName afterName } }
    }
  }
`);

export type AuditRow = ResultOf<typeof auditQuery>["auditEntries"]["nodes"][number];
export type ListedAuditRow = ResultOf<typeof listQuery>["auditEntries"]["nodes"][number];

/** A day of the reader's own clock, as the instant at which it begins. */
const startOfDay = (day: string, plusDays = 0): string => {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + plusDays);
  return start.toISOString();
};

interface Filter {
  actor?: string;
  action?: string;
  fromDay?: string;
  toDay?: string;
}

/** The list's filter in the words of the schema. */
export const auditFilter = ({ actor, action, fromDay, toDay }: Filter) => ({
  actor,
  action,
  from: fromDay && startOfDay(fromDay),
  before: toDay && startOfDay(toDay, 1),
});

export const auditData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { auditEntries } = await request(
      listQuery,
      { first, offset, filter: auditFilter(filter), orderBy: orderByOf<OrderFieldOf<"AuditEntry">>(sort) },
      signal,
    );
    return { data: auditEntries.nodes, total: auditEntries.totalCount };
  },
} satisfies ResourceData;
