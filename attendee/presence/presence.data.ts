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

export const DoorQuery = graphql(`
  query Door($token: String!, $after: ID) {
    door(token: $token) {
      programId conference timeZone now tag
      sessions { id title room startsAt endsAt }
      badges(after: $after) { after badges { hash name registrationType } }
    }
  }
`);

export const RecordScans = graphql(`
  mutation RecordScans($token: String!, $scans: [DoorScanInput!]!) {
    recordScans(token: $token, scans: $scans) { id outcome }
  }
`);

export const BadgesQuery = graphql(`
  query Badges { badges { id number conference startsOn endsOn registrationType } }
`);

export type Door = NonNullable<ResultOf<typeof DoorQuery>["door"]>;
export type ScanOutcome = NonNullable<ResultOf<typeof RecordScans>["recordScans"]>[number]["outcome"];
export type Room = NonNullable<ResultOf<typeof RoomQuery>["room"]>;
export type Shown = NonNullable<ResultOf<typeof ShowPresence>["showPresence"]>;
