import { graphql, type OrderFieldOf, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listQuery = graphql(`
  query ProgramList($first: Int!, $offset: Int!, $filter: ProgramFilter, $orderBy: [ProgramOrder!]) {
    programs(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        id number name status startsOn submittedAt type { form name } provider { name }
        review { assignee { email } followUpOn }
      }
    }
  }
`);

const showQuery = graphql(`
  query ProgramPage($id: ID!) {
    program(id: $id) {
      id version number name jointProviderNames status description objectives minutes requestedCredits computedCredits credits creditUnit
      contactName contactEmail listOnCalendar publicUrl requestEmailBlast startsOn endsOn submittedAt claimsUntil availableActions
      nextStep { code dueOn action }
      missingDocuments
      review { reviewersRequired recommendation { by at credits kinds { name unit credits } } assignee { id email } assignedAt followUpOn checklist { id text required checkedAt checkedBy } notes { id text author writtenAt isOwn } }
      comments {
        id field offeringId about text author byStaff writtenAt publishedAt resolvedAt availableActions
        replies { id text author byStaff writtenAt }
      }
      type { form name }
      provider { number name }
      speakers { name credentials }
      creditKinds { kind { code name unit partOf { name } } requestedCredits credits approvalNumber }
      creditExplanations { activity kind sentences }
      offerings { id startsOn endsOn timeZone format place url reportingDueOn reportedAt closedAt availableActions }
      documents { id kind fileName byteSize uploadedAt }
      timeline { id at actor action reason fromStatus toStatus movedInFrom }
      changesSinceSubmission { field before after }
    }
  }
`);

/** An application as its form begins with it. */
export const applicationQuery = graphql(`
  query Application($id: ID!) {
    program(id: $id) {
      id version number name jointProviders status description objectives minutes requestedCredits
      contactName contactEmail listOnCalendar publicUrl requestEmailBlast
      type { id }
      provider { id number name }
      speakers { name credentials }
      creditKinds { kind { code } requestedCredits }
      offerings { id startsOn endsOn timeZone format place url }
      documents { id kind fileName byteSize uploadedAt }
      timeline { action reason }
      comments {
        id field offeringId about text author byStaff writtenAt publishedAt resolvedAt availableActions
        replies { id text author byStaff writtenAt }
      }
    }
  }
`);

const typesQuery = graphql(`
  query ProgramTypes { programTypes { id name } }
`);

/** The types that an application may have. */
export const typeChoicesQuery = graphql(`
  query ProgramTypeChoices { programTypes { id name minimumMinutes maximumMinutes } }
`);

/** The kinds of credit that an application may ask for. */
export const kindChoicesQuery = graphql(`
  query CreditKindChoices { creditKinds { code name unit isDefault endsOn } }
`);

/** Whom programs can be assigned to. */
export const reviewersQuery = graphql(`
  query Reviewers { reviewers { id email } }
`);

/** Where a program stands in the viewer's inbox. */
export const inboxQuery = graphql(`
  query InboxOrder($id: ID) { inboxPlace(programId: $id) { position count previousId nextId } }
`);

const createMutation = graphql(`
  mutation CreateProgram($input: ProgramInput!) { createProgram(input: $input) { id version } }
`);
const updateMutation = graphql(`
  mutation UpdateProgram($id: ID!, $version: Int!, $input: ProgramInput!) {
    updateProgram(id: $id, version: $version, input: $input) { id version }
  }
`);
const submitMutation = graphql(`
  mutation SubmitProgram($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { id } }
`);
const withdrawMutation = graphql(`
  mutation WithdrawProgram($id: ID!, $version: Int!, $reason: String) {
    withdrawProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const copyMutation = graphql(`
  mutation CopyProgram($id: ID!) { copyProgram(id: $id) { id } }
`);
const startReviewMutation = graphql(`
  mutation StartReview($id: ID!, $version: Int!) { startReview(id: $id, version: $version) { id } }
`);
const requestChangesMutation = graphql(`
  mutation RequestChanges($id: ID!, $version: Int!, $reason: String!) {
    requestChanges(id: $id, version: $version, reason: $reason) { id }
  }
`);
const approveMutation = graphql(`
  mutation ApproveProgram(
    $id: ID!, $version: Int!, $credits: Credits!, $reason: String, $creditKinds: [ApprovedKindInput!]
  ) {
    approveProgram(id: $id, version: $version, credits: $credits, reason: $reason, creditKinds: $creditKinds) { id }
  }
`);
const assignMutation = graphql(`
  mutation AssignProgram($id: ID!, $accountId: ID, $followUpOn: LocalDate) {
    assignProgram(id: $id, accountId: $accountId, followUpOn: $followUpOn) { id }
  }
`);
const commentMutation = graphql(`
  mutation CommentOnApplication($programId: ID!, $field: String!, $text: String!, $offeringId: ID, $sessionId: ID) {
    commentOnApplication(programId: $programId, field: $field, text: $text, offeringId: $offeringId, sessionId: $sessionId) { id }
  }
`);
const replyMutation = graphql(`
  mutation ReplyToComment($commentId: ID!, $text: String!) { replyToComment(commentId: $commentId, text: $text) { id } }
`);
const resolveMutation = graphql(`
  mutation ResolveComment($commentId: ID!, $resolved: Boolean!) {
    resolveComment(commentId: $commentId, resolved: $resolved) { id }
  }
`);
const removeCommentMutation = graphql(`
  mutation RemoveComment($commentId: ID!) { removeComment(commentId: $commentId) { id } }
`);
const addNoteMutation = graphql(`
  mutation AddNote($programId: ID!, $text: String!) { addNote(programId: $programId, text: $text) { id } }
`);
const removeNoteMutation = graphql(`
  mutation RemoveNote($id: ID!) { removeNote(id: $id) { id } }
`);
const checkMutation = graphql(`
  mutation CheckItem($id: ID!, $checked: Boolean!) { checkItem(id: $id, checked: $checked) { id } }
`);
const correctCreditsMutation = graphql(`
  mutation CorrectCredits(
    $id: ID!, $version: Int!, $credits: Credits!, $reason: String!, $creditKinds: [ApprovedKindInput!]
  ) {
    correctCredits(id: $id, version: $version, credits: $credits, reason: $reason, creditKinds: $creditKinds) { id }
  }
`);
const nobodyMutation = graphql(`
  mutation ReportNobodyAttended($offeringId: ID!) { reportNobodyAttended(offeringId: $offeringId) { id } }
`);
const denyMutation = graphql(`
  mutation DenyProgram($id: ID!, $version: Int!, $reason: String!) {
    denyProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const cancelMutation = graphql(`
  mutation CancelProgram($id: ID!, $version: Int!, $reason: String!) {
    cancelProgram(id: $id, version: $version, reason: $reason) { id }
  }
`);
const postponeMutation = graphql(`
  mutation PostponeOffering($offeringId: ID!, $input: PostponeOfferingInput!, $reason: String!) {
    postponeOffering(offeringId: $offeringId, input: $input, reason: $reason) { id }
  }
`);
const extendMutation = graphql(`
  mutation ExtendReporting($offeringId: ID!, $until: LocalDate!, $reason: String!) {
    extendReporting(offeringId: $offeringId, until: $until, reason: $reason) { id }
  }
`);
const uploadDocumentMutation = graphql(`
  mutation UploadProgramDocument($programId: ID!, $kind: ProgramDocumentKind!, $file: Upload!) {
    uploadProgramDocument(programId: $programId, kind: $kind, file: $file) { id version }
  }
`);
const removeDocumentMutation = graphql(`
  mutation RemoveProgramDocument($id: ID!) { removeProgramDocument(id: $id) { id version } }
`);

export type ProgramPage = NonNullable<ResultOf<typeof showQuery>["program"]>;
export type ListedProgram = ResultOf<typeof listQuery>["programs"]["nodes"][number];
export type ApplicationOfProgram = NonNullable<ResultOf<typeof applicationQuery>["program"]>;
export type OfferingOfPage = ProgramPage["offerings"][number];
export type ProgramInput = VariablesOf<typeof createMutation>["input"];
export type ApprovedKinds = VariablesOf<typeof approveMutation>["creditKinds"];
export type DocumentKind = VariablesOf<typeof uploadDocumentMutation>["kind"];
/** What somebody has read and decides on. */
type Read = Pick<ProgramPage, "id" | "version">;
type Filter = VariablesOf<typeof listQuery>["filter"];

/** What the filter form holds, in the words of the schema. */
export const programFilter = (filter: object): Filter => filter as Filter;

export const programData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const orderBy = orderByOf<OrderFieldOf<"Program">>(sort);
    const { programs } = await request(listQuery, { first, offset, filter: programFilter(filter), orderBy }, signal);
    return { data: programs.nodes, total: programs.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showQuery, { id }, signal)).program,
} satisfies ResourceData;

export { typesQuery };

export const createProgram = async (input: ProgramInput) => (await request(createMutation, { input })).createProgram;
export const updateProgram = async (id: string, version: number, input: ProgramInput) =>
  (await request(updateMutation, { id, version, input })).updateProgram;
export const submitProgram = async (id: string, version: number) =>
  (await request(submitMutation, { id, version })).submitProgram;
export const withdrawProgram = (program: ProgramPage, reason: string) =>
  request(withdrawMutation, { id: program.id, version: program.version, reason });
export const copyProgram = async (id: string) => (await request(copyMutation, { id })).copyProgram;
export const startReview = (program: Read) =>
  request(startReviewMutation, { id: program.id, version: program.version });
export const requestChanges = (program: ProgramPage, reason: string) =>
  request(requestChangesMutation, { id: program.id, version: program.version, reason });
export const approveProgram = (program: Read, credits: string, reason: string | null, creditKinds: ApprovedKinds) =>
  request(approveMutation, { id: program.id, version: program.version, credits, reason, creditKinds });
export const correctCredits = (program: ProgramPage, credits: string, reason: string, creditKinds: ApprovedKinds) =>
  request(correctCreditsMutation, { id: program.id, version: program.version, credits, reason, creditKinds });
export const assignProgram = (id: string, accountId: string | null, followUpOn: string | null) =>
  request(assignMutation, { id, accountId, followUpOn });
/** @param part of the field that it is about: an offering, or a session; null: the whole field */
export const commentOnApplication = (programId: string, field: string, text: string, part: string | null) =>
  request(commentMutation, { programId, field, text, [field === "sessions" ? "sessionId" : "offeringId"]: part });

/** The sessions that a comment can be about: as many as a page has. */
export const sessionsToCommentQuery = graphql(`
  query SessionsToComment($id: ID!) { sessions(programId: $id, first: 100) { nodes { id title date } } }
`);
export const replyToComment = (commentId: string, text: string) => request(replyMutation, { commentId, text });
export const resolveComment = (commentId: string, resolved: boolean) =>
  request(resolveMutation, { commentId, resolved });
export const removeComment = (commentId: string) => request(removeCommentMutation, { commentId });
export const addNote = (programId: string, text: string) => request(addNoteMutation, { programId, text });
export const removeNote = (id: string) => request(removeNoteMutation, { id });
export const checkItem = (id: string, checked: boolean) => request(checkMutation, { id, checked });
export const denyProgram = (program: ProgramPage, reason: string) =>
  request(denyMutation, { id: program.id, version: program.version, reason });
export const cancelProgram = (program: ProgramPage, reason: string) =>
  request(cancelMutation, { id: program.id, version: program.version, reason });
export const postponeOffering = (variables: VariablesOf<typeof postponeMutation>) =>
  request(postponeMutation, variables);
export const reportNobodyAttended = (offeringId: string) => request(nobodyMutation, { offeringId });
export const extendReporting = (variables: VariablesOf<typeof extendMutation>) => request(extendMutation, variables);
export const uploadProgramDocument = async (programId: string, kind: DocumentKind, file: File) =>
  (await request(uploadDocumentMutation, { programId, kind, file })).uploadProgramDocument;
export const removeProgramDocument = async (id: string) =>
  (await request(removeDocumentMutation, { id })).removeProgramDocument;
