import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const wholeExportsQuery = graphql(`
  query WholeExports {
    wholeExports { id requestedAt readyAt expiresAt byteSize isGivenUp progress withoutContacts }
  }
`);

const exportMutation = graphql(`
  mutation ExportEverything($withoutContacts: Boolean!) {
    exportEverything(withoutContacts: $withoutContacts) { id }
  }
`);

export const exportEverything = async (withoutContacts: boolean) =>
  (await request(exportMutation, { withoutContacts })).exportEverything;
