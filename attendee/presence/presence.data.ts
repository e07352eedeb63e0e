import { graphql, type ResultOf } from "../api/graphql.ts";

export const RoomQuery = graphql(`
  query Room($token: String!) {
    room(token: $token) { sessionId title conference room startsAt endsAt timeZone now keys { hour key } }
  }
`);

export const ShowPresence = graphql(`
  mutation ShowPresence($id: ID!, $sessionId: ID, $code: String!, $secondsAgo: Int!, $device: String) {
    showPresence(id: $id, sessionId: $sessionId, code: $code, secondsAgo: $secondsAgo, device: $device) { sessionId title at waits }
  }
`);

export type Room = NonNullable<ResultOf<typeof RoomQuery>["room"]>;
export type Shown = NonNullable<ResultOf<typeof ShowPresence>["showPresence"]>;
