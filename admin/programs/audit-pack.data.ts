import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const auditPacksQuery = graphql(`
  query AuditPacks($programId: ID!) {
    wholeExports(programId: $programId) { id requestedAt readyAt byteSize isGivenUp progress }
  }
`);

const packMutation = graphql(`
  mutation PackProgram($id: ID!) {
    packProgram(id: $id) { id }
  }
`);

export const packProgram = async (id: string) => (await request(packMutation, { id })).packProgram;
