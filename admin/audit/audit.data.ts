import { graphql } from "../data/graphql.ts";

export const auditDocument = graphql(`
  query AuditLog($subjectId: ID!, $offset: Int!) {
    auditEntries(subjectId: $subjectId, first: 20, offset: $offset) {
      pageInfo { hasNextPage }
      nodes { id at actor actorAs action reason changes { field before after } }
    }
  }
`);
