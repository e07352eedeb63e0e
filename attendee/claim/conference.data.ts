import { graphql, type ResultOf } from "../api/graphql.ts";

export const ConferenceQuery = graphql(`
  query Conference($id: ID!) {
    conference(id: $id) {
      id
      name
      startsOn
      endsOn
      timeZone
      place
      creditUnit
      claimsUntil
      days {
        date
        sessions {
          id
          title
          subtitle
          startsAt
          endsAt
          date
          speakers
          room
          track
          virtual
          credits
          attendedFrom
          attendedUntil
          claim { attendedOn }
        }
      }
      certificate { id number lines { title attendedOn credits } }
    }
  }
`);

export const ClaimSession = graphql(`
  mutation ClaimSession($sessionId: ID!, $attendedOn: LocalDate) {
    claimSession(sessionId: $sessionId, attendedOn: $attendedOn) { attendedOn }
  }
`);

export const UnclaimSession = graphql(`
  mutation UnclaimSession($sessionId: ID!) { unclaimSession(sessionId: $sessionId) }
`);

export const GenerateCertificate = graphql(`
  mutation GenerateCertificate($conferenceId: ID!) { generateCertificate(conferenceId: $conferenceId) { id } }
`);

export type Conference = NonNullable<ResultOf<typeof ConferenceQuery>["conference"]>;
export type Session = Conference["days"][number]["sessions"][number];
