import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const requestsQuery = graphql(`
  query ConsoleWaitingRequests {
    waitingRequests {
      id kind reason requestedBy requestedAt expiresAt memberIds memberNumbers providerIds providerNumbers settings availableActions
    }
  }
`);

export type WaitingRequest = ResultOf<typeof requestsQuery>["waitingRequests"][number];

const approveMutation = graphql(`mutation ConsoleApproveRequest($id: ID!) { approveRequest(id: $id) }`);
const refuseMutation = graphql(`
  mutation ConsoleRefuseRequest($id: ID!, $reason: String!) { refuseRequest(id: $id, reason: $reason) }
`);

export const approveRequest = (id: string) => request(approveMutation, { id });
export const refuseRequest = (id: string, reason: string) => request(refuseMutation, { id, reason });
