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
      missingDocuments
      availableActions
      evaluation { required answeredOn questions { about required } }
      learningCheck { required passedAt }
      kindMaximums { unit credits }
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
          asInstructor
          credits
          creditKinds { credits yours kind { code unit startsOn endsOn partOf { isDefault } } }
          attendedFrom
          attendedUntil
          presence { need leastMinutes minutes shown waiting maySay said { saidAt } marks { source at minutes } }
          claim { attendedOn }
        }
      }
      certificate { id number lines { title attendedOn credits } kinds { unit credits } }
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

/** The ID of its program: that of a conference is it with its type before it. */
export const programOf = ({ id }: { id: string }): string => id.replace(/^Conference_/, "");

export type Conference = NonNullable<ResultOf<typeof ConferenceQuery>["conference"]>;
/** What a session earns whoever attended it on this day of further kinds of credit, which are theirs. */
export const kindsEarned = ({ creditKinds }: Session, attendedOn: string) =>
  creditKinds.flatMap(({ credits, yours, kind }) =>
    yours && kind.startsOn <= attendedOn && attendedOn <= (kind.endsOn ?? attendedOn)
      ? [{ unit: kind.unit, credits, isPart: kind.partOf !== null }]
      : [],
  );

export type Session = Conference["days"][number]["sessions"][number];
