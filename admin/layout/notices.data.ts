import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const mailHoldQuery = graphql(`
  query MailHold { mailHold { since waiting waitingBefore } }
`);

export const waitingProvidersQuery = graphql(`
  query WaitingProviders { providers(first: 1, filter: { status: [APPLIED] }) { totalCount } }
`);

const releaseMutation = graphql(`
  mutation ReleaseHeldMail($reason: String!) { releaseHeldMail(reason: $reason) }
`);
const dropMutation = graphql(`
  mutation DropHeldMail($reason: String!) { dropHeldMail(reason: $reason) }
`);

export const releaseHeldMail = async (reason: string) => (await request(releaseMutation, { reason })).releaseHeldMail;

export const dropHeldMail = async (reason: string) => (await request(dropMutation, { reason })).dropHeldMail;
