import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query ProgramList($first: Int!, $offset: Int!, $filter: ProgramFilter, $orderBy: [ProgramOrder!]) {
    programs(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id number name status startsOn submittedAt type { name } provider { name } }
    }
  }
`);

const showDocument = graphql(`
  query ProgramPage($id: ID!) {
    program(id: $id) {
      id version number name status description objectives minutes requestedCredits computedCredits credits creditUnit
      contactName contactEmail listOnCalendar requestEmailBlast startsOn endsOn submittedAt availableActions
      type { code name }
      provider { number name }
      speakers { name credentials }
      offerings { id startsOn endsOn timeZone format place url reportingDueOn reportedAt hasEnded }
      documents { id kind fileName byteSize uploadedAt }
      timeline { id at actor action reason fromStatus toStatus }
      changesSinceSubmission { field before after }
    }
  }
`);

/** An application as its form begins with it. */
export const applicationDocument = graphql(`
  query Application($id: ID!) {
    program(id: $id) {
      id version number name status description objectives minutes requestedCredits
      contactName contactEmail listOnCalendar requestEmailBlast
      type { id }
      provider { id number name }
      speakers { name credentials }
      offerings { id startsOn endsOn timeZone format place url }
      documents { id kind fileName byteSize uploadedAt }
      timeline { action reason }
    }
  }
`);

const typesDocument = graphql(`
  query ProgramTypes { programTypes { id name } }
`);

/** The types that an application may have. */
export const typeChoicesDocument = graphql(`
  query ProgramTypeChoices { programTypes { id name minimumMinutes maximumMinutes } }
`);

/** Where a program stands in the viewer's inbox. */
export const inboxDocument = graphql(`
  query InboxOrder($id: ID) { inboxPlace(programId: $id) { position count previousId nextId } }
`);

const createDocument = graphql(`
  mutation CreateProgram($input: ProgramInput!) { createProgram(input: $input) { id version } }
`);
const updateDocument = graphql(`
  mutation UpdateProgram($id: ID!, $version: Int!, $input: ProgramInput!) {
    updateProgram(id: $id, version: $version, input: $input) { id version }
  }
`);
const submitDocument = graphql(`
  mutation SubmitProgram($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { id } }
`);
const withdrawDocument = graphql(`
  mutation WithdrawProgram($id: ID!, $version: Int!, $reason: String) {
    withdrawProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const copyDocument = graphql(`
  mutation CopyProgram($id: ID!) { copyProgram(id: $id) { id } }
`);
const startReviewDocument = graphql(`
  mutation StartReview($id: ID!, $version: Int!) { startReview(id: $id, version: $version) { id } }
`);
const requestChangesDocument = graphql(`
  mutation RequestChanges($id: ID!, $version: Int!, $reason: String!) {
    requestChanges(id: $id, version: $version, reason: $reason) { id }
  }
`);
const approveDocument = graphql(`
  mutation ApproveProgram($id: ID!, $version: Int!, $credits: Credits!, $reason: String) {
    approveProgram(id: $id, version: $version, credits: $credits, reason: $reason) { id }
  }
`);
const denyDocument = graphql(`
  mutation DenyProgram($id: ID!, $version: Int!, $reason: String!) {
    denyProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const cancelDocument = graphql(`
  mutation CancelProgram($id: ID!, $version: Int!, $reason: String!) {
    cancelProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const postponeDocument = graphql(`
  mutation PostponeOffering($offeringId: ID!, $input: PostponeOfferingInput!, $reason: String!) {
    postponeOffering(offeringId: $offeringId, input: $input, reason: $reason) { id }
  }
`);
const extendDocument = graphql(`
  mutation ExtendReporting($offeringId: ID!, $until: LocalDate!, $reason: String!) {
    extendReporting(offeringId: $offeringId, until: $until, reason: $reason) { id }
  }
`);
const uploadDocumentDocument = graphql(`
  mutation UploadProgramDocument($programId: ID!, $kind: ProgramDocumentKind!, $file: Upload!) {
    uploadProgramDocument(programId: $programId, kind: $kind, file: $file) { id version }
  }
`);
const removeDocumentDocument = graphql(`
  mutation RemoveProgramDocument($id: ID!) { removeProgramDocument(id: $id) { id version } }
`);

export type ProgramPage = NonNullable<ResultOf<typeof showDocument>["program"]>;
export type ApplicationOfProgram = NonNullable<ResultOf<typeof applicationDocument>["program"]>;
export type OfferingOfPage = ProgramPage["offerings"][number];
export type ProgramInput = VariablesOf<typeof createDocument>["input"];
export type DocumentKind = VariablesOf<typeof uploadDocumentDocument>["kind"];
type Filter = VariablesOf<typeof listDocument>["filter"];

/** The columns that the list can be sorted by, by their source. */
export const programOrders = {
  number: "NUMBER",
  name: "NAME",
  "type.name": "TYPE",
  startsOn: "STARTS_ON",
  "provider.name": "PROVIDER",
  submittedAt: "SUBMITTED_AT",
  status: "STATUS",
  createdAt: "CREATED_AT",
} as const;

/** What the filter form holds, in the words of the schema. */
export const programFilter = (filter: object): Filter => filter as Filter;

export const programData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const orderBy = orderByOf(sort, programOrders);
    const { programs } = await request(listDocument, { first, offset, filter: programFilter(filter), orderBy }, signal);
    return { data: programs.nodes, total: programs.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showDocument, { id }, signal)).program,
} satisfies ResourceData;

export { typesDocument };

export const createProgram = async (input: ProgramInput) => (await request(createDocument, { input })).createProgram;
export const updateProgram = async (id: string, version: number, input: ProgramInput) =>
  (await request(updateDocument, { id, version, input })).updateProgram;
export const submitProgram = async (id: string, version: number) =>
  (await request(submitDocument, { id, version })).submitProgram;
export const withdrawProgram = (program: ProgramPage, reason: string) =>
  request(withdrawDocument, { id: program.id, version: program.version, reason });
export const copyProgram = async (id: string) => (await request(copyDocument, { id })).copyProgram;
export const startReview = (program: ProgramPage) =>
  request(startReviewDocument, { id: program.id, version: program.version });
export const requestChanges = (program: ProgramPage, reason: string) =>
  request(requestChangesDocument, { id: program.id, version: program.version, reason });
export const approveProgram = (program: ProgramPage, credits: string, reason: string | null) =>
  request(approveDocument, { id: program.id, version: program.version, credits, reason });
export const denyProgram = (program: ProgramPage, reason: string) =>
  request(denyDocument, { id: program.id, version: program.version, reason });
export const cancelProgram = (program: ProgramPage, reason: string) =>
  request(cancelDocument, { id: program.id, version: program.version, reason });
export const postponeOffering = (variables: VariablesOf<typeof postponeDocument>) =>
  request(postponeDocument, variables);
export const extendReporting = (variables: VariablesOf<typeof extendDocument>) => request(extendDocument, variables);
export const uploadProgramDocument = async (programId: string, kind: DocumentKind, file: File) =>
  (await request(uploadDocumentDocument, { programId, kind, file })).uploadProgramDocument;
export const removeProgramDocument = async (id: string) =>
  (await request(removeDocumentDocument, { id })).removeProgramDocument;
