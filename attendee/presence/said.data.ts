import { graphql, type ResultOf } from "../api/graphql.ts";

export const SaidQuery = graphql(`
  query SaidPresence($id: ID!) {
    conference(id: $id) {
      id name startsOn endsOn timeZone
      days {
        sessions {
          id title date startsAt endsAt
          presence { maySay said { said saidAt decidedAt counts reason byStaff } }
        }
      }
    }
  }
`);

export const SayPresence = graphql(`
  mutation SayPresence($sessionId: ID!, $text: String!) { sayPresence(sessionId: $sessionId, text: $text) { id } }
`);

export type SaidConference = NonNullable<ResultOf<typeof SaidQuery>["conference"]>;
