/** What the tools ask the server. */

export const whoDocument = `query { apiKey { name scopes expiresAt provider { name number } } settings { accreditorName } }`;

const listed = `id number name status startsOn endsOn creditUnit provider { name number } nextStep { code dueOn }`;

export const programsDocument = `query ($filter: ProgramFilter, $after: String) {
  programs(filter: $filter, first: 50, after: $after, orderBy: [{ field: STARTS_ON, direction: ASC }]) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { ${listed} offerings { place startsOn endsOn timeZone reportingDueOn reportedAt closedAt hasEnded } } } }`;

const application = `${listed} description minutes requestedCredits computedCredits credits objectives contactName contactEmail
  type { name } speakers { name credentials } offerings { place url format startsOn endsOn timeZone reportingDueOn reportedAt }
  documents { fileName kind } missingDocuments
  comments { field about text byStaff resolvedAt publishedAt replies { text byStaff } }
  changesSinceSubmission { field before after }
  timeline { at action actorAs fromStatus toStatus reason }`;

/** @param asReviewer whether the key may see the accreditor's own side of a program */
export const programDocument = (asReviewer: boolean): string => `query ($filter: ProgramFilter!) {
  programs(filter: $filter, first: 2) { nodes { ${application} version availableActions ${
    asReviewer
      ? "review { reviewersRequired followUpOn assignee { email } checklist { text required checkedAt } notes { text } }"
      : ""
  } } } }`;

const upload = `id fileName status preview clientReference createdAt message rowCount recordedRows errorCount warningCount
  provider { name } errorKinds { code severity count }`;

export const uploadsDocument = `query ($filter: AttendanceUploadFilter) {
  attendanceUploads(filter: $filter, first: 10) { totalCount nodes { ${upload} } } }`;

export const findingsDocument = `query ($id: ID!, $after: String) { attendanceUpload(id: $id) { ${upload}
  errors(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { line column code severity value message suggestions } } } }`;

export const enterDocument = `mutation ($rows: [AttendanceRowInput!]!, $reference: String, $provider: ID, $preview: Boolean!) {
  enterAttendances(rows: $rows, clientReference: $reference, providerId: $provider, preview: $preview) { ${upload}
    errors(first: 100) { nodes { line column code severity value message suggestions } } } }`;

export const requestChangesDocument = `mutation ($id: ID!, $version: Int!, $reason: String!) {
  requestChanges(id: $id, version: $version, reason: $reason) { ${listed} } }`;
