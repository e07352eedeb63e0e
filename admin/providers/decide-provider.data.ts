import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

const activateMutation = graphql(`
  mutation ActivateProvider($id: ID!, $reason: String) { activateProvider(id: $id, reason: $reason) { id } }
`);
const suspendMutation = graphql(`
  mutation SuspendProvider($id: ID!, $reason: String!) { suspendProvider(id: $id, reason: $reason) { id } }
`);
const reinstateMutation = graphql(`
  mutation ReinstateProvider($id: ID!, $reason: String!) { reinstateProvider(id: $id, reason: $reason) { id } }
`);

/** What each decision asks the server to do. */
export const decisions: Record<"ACTIVATE" | "SUSPEND" | "REINSTATE", (id: string, reason: string) => Promise<object>> =
  {
    ACTIVATE: (id: string, reason: string) => request(activateMutation, { id, reason: reason.trim() || null }),
    SUSPEND: (id: string, reason: string) => request(suspendMutation, { id, reason }),
    REINSTATE: (id: string, reason: string) => request(reinstateMutation, { id, reason }),
  };

export type Decision = keyof typeof decisions;
