import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query ConferenceList($first: Int!, $offset: Int!, $filter: ProgramFilter, $orderBy: [ProgramOrder!]) {
    programs(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id number name status startsOn endsOn provider { name } }
    }
  }
`);

const showDocument = graphql(`
  query ConferencePage($id: ID!) {
    program(id: $id) { id number name status startsOn endsOn creditUnit provider { name } offerings { timeZone } }
  }
`);

export const sessionsDocument = graphql(`
  query ConferenceSessions($id: ID!, $filter: SessionFilter, $orderBy: [SessionOrder!], $offset: Int!) {
    sessions(programId: $id, filter: $filter, orderBy: $orderBy, first: 100, offset: $offset) {
      totalCount
      nodes { id title startsAt endsAt date speakers room track virtual eligible credits creditsReason removedAt }
    }
  }
`);

export const registrationsDocument = graphql(`
  query ConferenceRegistrations(
    $id: ID!, $filter: RegistrationFilter, $orderBy: [RegistrationOrder!], $offset: Int!
  ) {
    registrations(programId: $id, filter: $filter, orderBy: $orderBy, first: 50, offset: $offset) {
      totalCount
      nodes { id email registrationType accessFrom accessUntil virtualOnly }
    }
  }
`);

const updateSessionDocument = graphql(`
  mutation UpdateSession($id: ID!, $input: SessionInput!, $reason: String) {
    updateSession(id: $id, input: $input, reason: $reason) { id }
  }
`);

const removeSessionDocument = graphql(`
  mutation RemoveSession($id: ID!) { removeSession(id: $id) }
`);

const importScheduleDocument = graphql(`
  mutation ImportSchedule($programId: ID!, $file: Upload!, $preview: Boolean!) {
    importSchedule(programId: $programId, file: $file, preview: $preview) {
      preview added changed removed flagged unchanged
      errors(first: 100) { totalCount nodes { line column value code message } }
    }
  }
`);

const importRegistrationsDocument = graphql(`
  mutation ImportRegistrations($programId: ID!, $file: Upload!, $preview: Boolean!) {
    importRegistrations(programId: $programId, file: $file, preview: $preview) {
      preview added changed unchanged
      errors(first: 100) { totalCount nodes { line column value code message } }
    }
  }
`);

export type ConferencePage = NonNullable<ResultOf<typeof showDocument>["program"]>;
export type SessionRow = ResultOf<typeof sessionsDocument>["sessions"]["nodes"][number];
export type ImportErrors = ResultOf<typeof importScheduleDocument>["importSchedule"]["errors"];
export interface ImportOutcome {
  counts: [label: string, count: number][];
  errors: ImportErrors;
}

/** The columns that the list can be sorted by, by their source. */
export const conferenceOrders = {
  number: "NUMBER",
  name: "NAME",
  startsOn: "STARTS_ON",
  "provider.name": "PROVIDER",
  status: "STATUS",
} as const;

export const conferenceData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { programs } = await request(
      listDocument,
      { first, offset, filter: { ...filter, typeCode: "CONFERENCE" }, orderBy: orderByOf(sort, conferenceOrders) },
      signal,
    );
    return { data: programs.nodes, total: programs.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showDocument, { id }, signal)).program,
} satisfies ResourceData;

export const updateSession = (
  id: string,
  input: VariablesOf<typeof updateSessionDocument>["input"],
  reason: string | null,
) => request(updateSessionDocument, { id, input, reason });
export const removeSession = (id: string) => request(removeSessionDocument, { id });

export async function importSchedule(programId: string, file: File, preview: boolean): Promise<ImportOutcome> {
  const { importSchedule: done } = await request(importScheduleDocument, { programId, file, preview });
  return {
    counts: [
      ["new", done.added],
      ["changed", done.changed],
      ["removed", done.removed],
      ["kept because they are claimed", done.flagged],
      ["as before", done.unchanged],
    ],
    errors: done.errors,
  };
}

export async function importRegistrations(programId: string, file: File, preview: boolean): Promise<ImportOutcome> {
  const { importRegistrations: done } = await request(importRegistrationsDocument, { programId, file, preview });
  return {
    counts: [
      ["new", done.added],
      ["changed", done.changed],
      ["as before", done.unchanged],
    ],
    errors: done.errors,
  };
}
