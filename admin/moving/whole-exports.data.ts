import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const wholeExportsQuery = graphql(`
  query WholeExports {
    wholeExports { id requestedAt readyAt expiresAt byteSize isGivenUp progress withoutContacts }
  }
`);

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

const exportMutation = graphql(`
  mutation ExportEverything($withoutContacts: Boolean!) {
    exportEverything(withoutContacts: $withoutContacts) { id }
  }
`);

export const exportEverything = async (withoutContacts: boolean) =>
  (await request(exportMutation, { withoutContacts })).exportEverything;
