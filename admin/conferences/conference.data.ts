import { graphql, type OrderFieldOf, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import type { RowErrors } from "../ui/row-error-table.tsx";

const listQuery = graphql(`
  query ConferenceList($first: Int!, $offset: Int!, $filter: ProgramFilter, $orderBy: [ProgramOrder!]) {
    programs(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id number name status startsOn endsOn provider { name } }
    }
  }
`);

const showQuery = graphql(`
  query ConferencePage($id: ID!) {
    program(id: $id) { id number name status startsOn endsOn creditUnit missingDocuments conferenceActions presenceDemand { demand percent setByStaff } provider { name } offerings { timeZone }
      creditKinds { kind { code name unit } } }
  }
`);

export const sessionsQuery = graphql(`
  query ConferenceSessions(
    $id: ID!, $filter: SessionFilter, $orderBy: [SessionOrder!], $first: Int!, $offset: Int!
  ) {
    sessions(programId: $id, filter: $filter, orderBy: $orderBy, first: $first, offset: $offset) {
      totalCount
      nodes {
        id version title subtitle startsAt endsAt date speakers room track virtual eligible credits creditsReason
        creditKinds { credits isSet kind { code unit partOf { code } } }
        releasedOn registrationTypes removedAt claimCount presenceWaiting availableActions
        instructors { speaker givenBefore credits availableActions member { id name memberNumber } }
        proposal { id status note decision availableActions differences { field before after } }
      }
    }
  }
`);

/** How the credit of a session came about. */
export const sessionCreditQuery = graphql(`
  query SessionCredit($id: ID!) {
    node(id: $id) { __typename ... on Session { creditExplanations { activity kind sentences } } }
  }
`);

/** Sessions that may earn credit, with how many claimed them. */
export const claimedSessionsQuery = graphql(`
  query ClaimedSessions($id: ID!, $orderBy: [SessionOrder!], $offset: Int!) {
    sessions(programId: $id, filter: { eligible: true }, orderBy: $orderBy, first: 50, offset: $offset) {
      totalCount
      nodes { id title startsAt date credits claimCount virtual }
    }
  }
`);

/** The link for the screen of a session's room, and the evidence that somebody should decide on. */
const presenceRecordFields = graphql(`
  fragment PresenceRecordFields on PresenceRecord {
    id at recordedAt waits said decidedAt counts reason byStaff sharedDevice otherNetwork member { id name memberNumber }
  }
`);

export const roomOfSessionQuery = graphql(
  `
  query RoomOfSession($id: ID!) {
    node(id: $id) {
      __typename
      ... on Session {
        id roomLinkMadeAt
        presenceToDecide { ...PresenceRecordFields }
        presenceDecided { ...PresenceRecordFields }
      }
    }
  }
`,
  [presenceRecordFields],
);

export type PresenceRecord = ResultOf<typeof presenceRecordFields>;

/** When the link for the telephones at a conference's doors was made. */
export const doorOfConferenceQuery = graphql(`
  query DoorOfConference($id: ID!) { program(id: $id) { id doorLinkMadeAt } registrations(programId: $id, first: 1) { totalCount } }
`);

export const sessionCreditsQuery = graphql(`
  query SessionCredits($id: ID!, $minutes: Int!) { sessionCredits(programId: $id, minutes: $minutes) }
`);

export const registrationsQuery = graphql(`
  query ConferenceRegistrations(
    $id: ID!, $filter: RegistrationFilter, $orderBy: [RegistrationOrder!], $offset: Int!
  ) {
    registrations(programId: $id, filter: $filter, orderBy: $orderBy, first: 50, offset: $offset) {
      totalCount
      nodes {
        id version email name registrationType accessFrom accessUntil virtualOnly availableActions
        claimedBy { memberNumber name }
      }
    }
  }
`);

export const attendeesQuery = graphql(`
  query ConferenceAttendees(
    $id: ID!, $filter: ConferenceAttendeeFilter, $orderBy: [ConferenceAttendeeOrder!], $offset: Int!
  ) {
    conferenceAttendees(programId: $id, filter: $filter, orderBy: $orderBy, first: 50, offset: $offset) {
      totalCount
      nodes {
        sessions credits unshown
        member { id memberNumber name email }
        certificate { id number status credits }
      }
    }
  }
`);

/** The last files of one kind that were recorded. */
export const recentImportsQuery = graphql(`
  query RecentImports($id: ID!, $kind: ConferenceImportKind!, $sessions: Boolean!) {
    conferenceImports(programId: $id, kind: $kind, first: 5) {
      nodes {
        id at actor fileName added changed unchanged
        removed @include(if: $sessions)
        flagged @include(if: $sessions)
        absent @skip(if: $sessions)
      }
    }
  }
`);

const createSessionMutation = graphql(`
  mutation CreateSession($programId: ID!, $input: SessionInput!, $reason: String) {
    createSession(programId: $programId, input: $input, reason: $reason) { id }
  }
`);

const updateSessionMutation = graphql(`
  mutation UpdateSession($id: ID!, $version: Int!, $input: SessionInput!, $reason: String) {
    updateSession(id: $id, version: $version, input: $input, reason: $reason, propose: true) { id }
  }
`);

const removeSessionMutation = graphql(`
  mutation RemoveSession($id: ID!) { removeSession(id: $id, propose: true) }
`);

const decideProposalMutation = graphql(`
  mutation DecideSessionProposal($id: ID!, $version: Int!, $accept: Boolean!, $reason: String) {
    decideSessionProposal(id: $id, version: $version, accept: $accept, reason: $reason)
  }
`);

const linkSpeakerMutation = graphql(`
  mutation LinkSpeaker($id: ID!, $speaker: String!, $memberId: ID!, $givenBefore: Boolean!) {
    linkSpeaker(id: $id, speaker: $speaker, memberId: $memberId, givenBefore: $givenBefore)
  }
`);

const unlinkSpeakerMutation = graphql(`
  mutation UnlinkSpeaker($id: ID!, $memberId: ID!) { unlinkSpeaker(id: $id, memberId: $memberId) }
`);

const saveRegistrationMutation = graphql(`
  mutation SaveRegistration($programId: ID!, $input: RegistrationInput!) {
    saveRegistration(programId: $programId, input: $input) { id }
  }
`);

const updateRegistrationMutation = graphql(`
  mutation UpdateRegistration($id: ID!, $version: Int!, $input: RegistrationInput!) {
    updateRegistration(id: $id, version: $version, input: $input) { id }
  }
`);

const removeRegistrationMutation = graphql(`
  mutation RemoveRegistration($id: ID!) { removeRegistration(id: $id) }
`);

const claimForMutation = graphql(`
  mutation ClaimSessionFor($memberId: ID!, $sessionId: ID!, $attendedOn: LocalDate, $reason: String!) {
    claimSessionFor(memberId: $memberId, sessionId: $sessionId, attendedOn: $attendedOn, reason: $reason) { attendedOn }
  }
`);

const setPresenceDemandMutation = graphql(`
  mutation SetPresenceDemand($programId: ID!, $demand: PresenceDemand!, $percent: Int, $reason: String) {
    setPresenceDemand(programId: $programId, demand: $demand, percent: $percent, reason: $reason) { id }
  }
`);

const makeDoorLinkMutation = graphql(`
  mutation MakeDoorLink($programId: ID!) { makeDoorLink(programId: $programId) }
`);

const endDoorLinkMutation = graphql(`
  mutation EndDoorLink($programId: ID!) { endDoorLink(programId: $programId) }
`);

const makeRoomLinkMutation = graphql(`
  mutation MakeRoomLink($sessionId: ID!) { makeRoomLink(sessionId: $sessionId) }
`);

const endRoomLinkMutation = graphql(`
  mutation EndRoomLink($sessionId: ID!) { endRoomLink(sessionId: $sessionId) }
`);

const decidePresenceMutation = graphql(`
  mutation DecidePresence($sessionId: ID!, $ids: [ID!]!, $counts: Boolean!, $reason: String!) {
    decidePresence(sessionId: $sessionId, ids: $ids, counts: $counts, reason: $reason) { id }
  }
`);

const unclaimForMutation = graphql(`
  mutation UnclaimSessionFor($memberId: ID!, $sessionId: ID!, $reason: String!) {
    unclaimSessionFor(memberId: $memberId, sessionId: $sessionId, reason: $reason)
  }
`);

const generateForMutation = graphql(`
  mutation GenerateCertificateFor($memberId: ID!, $conferenceId: ID!, $reason: String!) {
    generateCertificateFor(memberId: $memberId, conferenceId: $conferenceId, reason: $reason) { number }
  }
`);

/** What hangs on a registration: the certificates of who claimed under it. */
export const certificatesOfClaimantQuery = graphql(`
  query CertificatesOfClaimant($programNumber: String!, $memberNumber: String!) {
    certificates(first: 5, filter: { programNumber: $programNumber, memberNumber: $memberNumber, status: [ISSUED] }) {
      nodes { id number credits creditUnit }
    }
  }
`);

const memberByNumberQuery = graphql(`
  query MemberByNumber($memberNumber: String!) {
    members(first: 1, filter: { memberNumber: $memberNumber }) { nodes { id } }
  }
`);

const importScheduleMutation = graphql(`
  mutation ImportSchedule($programId: ID!, $file: Upload!, $preview: Boolean!, $afterError: String, $afterChange: String) {
    importSchedule(programId: $programId, file: $file, preview: $preview, propose: true) {
      added changed removed flagged unchanged proposed
      changes(after: $afterChange) { totalCount pageInfo { hasNextPage endCursor } nodes { kind title startsAt fields } }
      errors(after: $afterError) {
        totalCount pageInfo { hasNextPage endCursor } nodes { line column value code message }
      }
    }
  }
`);

const importRegistrationsMutation = graphql(`
  mutation ImportRegistrations(
    $programId: ID!, $file: Upload!, $preview: Boolean!, $afterError: String, $afterChange: String
  ) {
    importRegistrations(programId: $programId, file: $file, preview: $preview) {
      added changed unchanged absent
      changes(after: $afterChange) { totalCount pageInfo { hasNextPage endCursor } nodes { kind email fields } }
      errors(after: $afterError) {
        totalCount pageInfo { hasNextPage endCursor } nodes { line column value code message }
      }
    }
  }
`);

const importPresenceMutation = graphql(`
  mutation ImportPresence(
    $programId: ID!, $file: Upload!, $preview: Boolean!, $afterError: String, $afterChange: String
  ) {
    importPresence(programId: $programId, file: $file, preview: $preview) {
      added changed unchanged
      changes(after: $afterChange) { totalCount pageInfo { hasNextPage endCursor } nodes { kind email title startsAt minutes } }
      errors(after: $afterError) {
        totalCount pageInfo { hasNextPage endCursor } nodes { line column value code message }
      }
    }
  }
`);

const presenceErrorsMutation = graphql(`
  mutation PresenceErrors($programId: ID!, $file: Upload!) {
    importPresence(programId: $programId, file: $file, preview: true) { errorsCsv }
  }
`);

const undoPresenceMutation = graphql(`
  mutation UndoPresenceImport($programId: ID!, $fileName: String!) {
    undoPresenceImport(programId: $programId, fileName: $fileName)
  }
`);

const scheduleErrorsMutation = graphql(`
  mutation ScheduleErrors($programId: ID!, $file: Upload!) {
    importSchedule(programId: $programId, file: $file, preview: true, propose: true) { errorsCsv }
  }
`);

const registrationErrorsMutation = graphql(`
  mutation RegistrationErrors($programId: ID!, $file: Upload!) {
    importRegistrations(programId: $programId, file: $file, preview: true) { errorsCsv }
  }
`);

export type ConferencePage = NonNullable<ResultOf<typeof showQuery>["program"]>;
/** What the sessions of a conference are shown by. */
export type ConferenceOfSessions = Pick<
  ConferencePage,
  "id" | "startsOn" | "creditUnit" | "creditKinds" | "conferenceActions"
> & {
  timeZone: string;
};
export type SessionRow = ResultOf<typeof sessionsQuery>["sessions"]["nodes"][number];
export type RegistrationRow = ResultOf<typeof registrationsQuery>["registrations"]["nodes"][number];
export type SessionInput = VariablesOf<typeof createSessionMutation>["input"];
export type RegistrationInput = VariablesOf<typeof saveRegistrationMutation>["input"];

export const undoPresenceImport = async (programId: string, fileName: string) =>
  (await request(undoPresenceMutation, { programId, fileName })).undoPresenceImport;

/** What an import does with one session or registration. */
export interface ImportChange {
  kind: "ADDED" | "CHANGED" | "REMOVED" | "FLAGGED";
  /** Title or address, and of a session its start. */
  name: string;
  startsAt?: string;
  fields: string[];
}

/** Which parts of a long answer to read: those after these cursors. */
export interface ImportParts {
  afterError?: string | null;
  afterChange?: string | null;
}

type CountName = "added" | "changed" | "removed" | "flagged" | "unchanged" | "proposed" | "absent";

/** What an import did, or would do: the same for schedules and registrations. */
export interface ImportOutcome {
  counts: Partial<Record<CountName, number>>;
  changes: { totalCount: number; nodes: ImportChange[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  errors: RowErrors;
}

/** One kind of file that a conference takes. */
export interface ImportKind {
  kind: VariablesOf<typeof recentImportsQuery>["kind"];
  /** What is counted of it, as people read it. */
  counted: readonly [name: CountName, label: PlainKey][];
  send(programId: string, file: File, preview: boolean, parts?: ImportParts): Promise<ImportOutcome>;
  errorsCsv(programId: string, file: File): Promise<string>;
  /** Takes back what files of a name said; none: that is not offered. */
  undo?(programId: string, fileName: string): Promise<number>;
}

export const conferenceData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { programs } = await request(
      listQuery,
      {
        first,
        offset,
        filter: { ...filter, form: "CONFERENCE" },
        orderBy: orderByOf<OrderFieldOf<"Program">>(sort),
      },
      signal,
    );
    return { data: programs.nodes, total: programs.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showQuery, { id }, signal)).program,
} satisfies ResourceData;

export const createSession = async (programId: string, input: SessionInput, reason: string | null) =>
  (await request(createSessionMutation, { programId, input, reason })).createSession.id;
export const updateSession = async (
  { id, version }: Pick<SessionRow, "id" | "version">,
  input: SessionInput,
  reason: string | null,
) => (await request(updateSessionMutation, { id, version, input, reason })).updateSession.id;
export const decideProposal = async (id: string, version: number, accept: boolean, reason: string | null) =>
  (await request(decideProposalMutation, { id, version, accept, reason })).decideSessionProposal;
export const removeSession = (id: string) => request(removeSessionMutation, { id });

/** The member with this number; what no member has is the server's to refuse. */
const memberIdOf = async (memberNumber: string) =>
  (await request(memberByNumberQuery, { memberNumber })).members.nodes[0]?.id ?? memberNumber;

/** Says which member a speaker is. */
export const linkSpeaker = async (id: string, speaker: string, memberNumber: string, givenBefore: boolean) =>
  request(linkSpeakerMutation, { id, speaker, memberId: await memberIdOf(memberNumber), givenBefore });
export const unlinkSpeaker = (id: string, memberId: string) => request(unlinkSpeakerMutation, { id, memberId });

/** Staff choose a session for the member with this number. */
export const claimSessionFor = async (
  sessionId: string,
  memberNumber: string,
  attendedOn: string | null,
  reason: string,
) => request(claimForMutation, { memberId: await memberIdOf(memberNumber), sessionId, attendedOn, reason });
export type PresenceDemand = ConferencePage["presenceDemand"]["demand"];

export const setPresenceDemand = (
  programId: string,
  demand: PresenceDemand,
  percent: number | null,
  reason: string | null,
) => request(setPresenceDemandMutation, { programId, demand, percent, reason });

export const makeDoorLink = async (programId: string) =>
  (await request(makeDoorLinkMutation, { programId })).makeDoorLink;
export const endDoorLink = (programId: string) => request(endDoorLinkMutation, { programId });
export const makeRoomLink = async (sessionId: string) =>
  (await request(makeRoomLinkMutation, { sessionId })).makeRoomLink;
export const endRoomLink = (sessionId: string) => request(endRoomLinkMutation, { sessionId });
export const decidePresence = (sessionId: string, ids: string[], counts: boolean, reason: string) =>
  request(decidePresenceMutation, { sessionId, ids, counts, reason });

export const unclaimSessionFor = (sessionId: string, memberId: string, reason: string) =>
  request(unclaimForMutation, { memberId, sessionId, reason });

export const generateCertificateFor = (conferenceId: string, memberId: string, reason: string) =>
  request(generateForMutation, { conferenceId, memberId, reason });

export const saveRegistration = async (programId: string, input: RegistrationInput) =>
  (await request(saveRegistrationMutation, { programId, input })).saveRegistration.id;
export const updateRegistration = async (
  { id, version }: Pick<RegistrationRow, "id" | "version">,
  input: RegistrationInput,
) => (await request(updateRegistrationMutation, { id, version, input })).updateRegistration.id;
export const removeRegistration = (id: string) => request(removeRegistrationMutation, { id });

export const schedules: ImportKind = {
  kind: "SCHEDULE",
  counted: [
    ["added", "change.ADDED"],
    ["changed", "change.CHANGED"],
    ["removed", "change.REMOVED"],
    ["flagged", "change.FLAGGED"],
    ["proposed", "conferences.proposed"],
    ["unchanged", "conferences.unchanged"],
  ],
  async send(programId, file, preview, parts = {}) {
    const { importSchedule: done } = await request(importScheduleMutation, { programId, file, preview, ...parts });
    const { changes, errors, ...counts } = done;
    return {
      counts,
      changes: { ...changes, nodes: changes.nodes.map(({ title, ...change }) => ({ ...change, name: title })) },
      errors,
    };
  },
  errorsCsv: async (programId, file) =>
    (await request(scheduleErrorsMutation, { programId, file })).importSchedule.errorsCsv,
};

export const registrations: ImportKind = {
  kind: "REGISTRATIONS",
  counted: [
    ["added", "change.ADDED"],
    ["changed", "change.CHANGED"],
    ["unchanged", "conferences.unchanged"],
    ["absent", "conferences.absent"],
  ],
  async send(programId, file, preview, parts = {}) {
    const answer = await request(importRegistrationsMutation, { programId, file, preview, ...parts });
    const { changes, errors, ...counts } = answer.importRegistrations;
    return {
      counts,
      changes: { ...changes, nodes: changes.nodes.map(({ email, ...change }) => ({ ...change, name: email })) },
      errors,
    };
  },
  errorsCsv: async (programId, file) =>
    (await request(registrationErrorsMutation, { programId, file })).importRegistrations.errorsCsv,
};

export const presence: ImportKind = {
  kind: "PRESENCE",
  counted: [
    ["added", "change.ADDED"],
    ["changed", "change.CHANGED"],
    ["unchanged", "conferences.unchanged"],
  ],
  async send(programId, file, preview, parts = {}) {
    const answer = await request(importPresenceMutation, { programId, file, preview, ...parts });
    const { changes, errors, ...counts } = answer.importPresence;
    return {
      counts,
      changes: {
        ...changes,
        nodes: changes.nodes.map(({ email, title, minutes, ...change }) => ({
          ...change,
          name: `${title} · ${email}`,
          fields: [minutes === null ? t("conferences.wholeSession") : t("conferences.minutesStated", { minutes })],
        })),
      },
      errors,
    };
  },
  errorsCsv: async (programId, file) =>
    (await request(presenceErrorsMutation, { programId, file })).importPresence.errorsCsv,
  undo: undoPresenceImport,
};
