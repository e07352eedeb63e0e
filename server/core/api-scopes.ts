/** What an API key may be for. */
export enum ApiScope {
  PROGRAMS_READ = "PROGRAMS_READ",
  PROGRAMS_WRITE = "PROGRAMS_WRITE",
  PROGRAMS_REVIEW = "PROGRAMS_REVIEW",
  ATTENDANCE_READ = "ATTENDANCE_READ",
  ATTENDANCE_WRITE = "ATTENDANCE_WRITE",
  CONFERENCES_READ = "CONFERENCES_READ",
  CONFERENCES_WRITE = "CONFERENCES_WRITE",
  CERTIFICATES_READ = "CERTIFICATES_READ",
  CERTIFICATES_WRITE = "CERTIFICATES_WRITE",
  MEMBERS_READ = "MEMBERS_READ",
}

const { PROGRAMS_READ, PROGRAMS_WRITE, PROGRAMS_REVIEW, ATTENDANCE_READ, ATTENDANCE_WRITE } = ApiScope;
const { CONFERENCES_READ, CONFERENCES_WRITE, CERTIFICATES_READ, CERTIFICATES_WRITE, MEMBERS_READ } = ApiScope;

/** For every key. */
const any = "any" as const;

/**
 * What a key needs for an operation, or for a guarded field that leads to another domain. An operation that is not here is for people
 * only: accounts, keys and mail, and whatever is new. Its own policy counts as well: a scope adds no right.
 */
export const apiScopes: Record<string, ApiScope | typeof any> = {
  "Query.settings": any,
  "Query.programTypes": any,
  "Query.verifyCertificate": any,
  "Query.calendar": any,
  "Query.programs": PROGRAMS_READ,
  "Query.program": PROGRAMS_READ,
  "Query.providers": PROGRAMS_READ,
  "Query.attendance": ATTENDANCE_READ,
  "Query.attendanceUpload": ATTENDANCE_READ,
  "Query.sessions": CONFERENCES_READ,
  "Query.registrations": CONFERENCES_READ,
  "Query.sessionCredits": CONFERENCES_READ,
  "Query.conferenceAttendees": CONFERENCES_READ,
  "Query.conferenceImports": CONFERENCES_READ,
  "Query.certificates": CERTIFICATES_READ,
  "Query.certificate": CERTIFICATES_READ,
  "Query.transcript": CERTIFICATES_READ,
  "Query.members": MEMBERS_READ,
  "Program.certificates": CERTIFICATES_READ,
  "ConferenceAttendee.certificate": CERTIFICATES_READ,
  "Mutation.createProgram": PROGRAMS_WRITE,
  "Mutation.updateProgram": PROGRAMS_WRITE,
  "Mutation.submitProgram": PROGRAMS_WRITE,
  "Mutation.copyProgram": PROGRAMS_WRITE,
  "Mutation.withdrawProgram": PROGRAMS_WRITE,
  "Mutation.cancelProgram": PROGRAMS_WRITE,
  "Mutation.postponeOffering": PROGRAMS_WRITE,
  "Mutation.startReview": PROGRAMS_REVIEW,
  "Mutation.requestChanges": PROGRAMS_REVIEW,
  "Mutation.approveProgram": PROGRAMS_REVIEW,
  "Mutation.denyProgram": PROGRAMS_REVIEW,
  "Mutation.extendReporting": PROGRAMS_REVIEW,
  "Mutation.enterAttendance": ATTENDANCE_WRITE,
  "Mutation.uploadAttendance": ATTENDANCE_WRITE,
  "Mutation.undoAttendanceUpload": ATTENDANCE_WRITE,
  "Mutation.amendAttendanceUpload": ATTENDANCE_WRITE,
  "Mutation.createSession": CONFERENCES_WRITE,
  "Mutation.updateSession": CONFERENCES_WRITE,
  "Mutation.updateSessions": CONFERENCES_WRITE,
  "Mutation.removeSession": CONFERENCES_WRITE,
  "Mutation.importSchedule": CONFERENCES_WRITE,
  "Mutation.saveRegistration": CONFERENCES_WRITE,
  "Mutation.updateRegistration": CONFERENCES_WRITE,
  "Mutation.removeRegistration": CONFERENCES_WRITE,
  "Mutation.importRegistrations": CONFERENCES_WRITE,
  "Mutation.resendCertificate": CERTIFICATES_WRITE,
  "Mutation.revokeCertificate": CERTIFICATES_WRITE,
};

/** Files that a key may fetch, by how the path begins. */
const fileScopes: [prefix: string, scope: ApiScope][] = [
  ["/attendance/", ATTENDANCE_READ],
  ["/conferences/", CONFERENCES_READ],
  ["/certificates/", CERTIFICATES_READ],
  ["/transcript.pdf", CERTIFICATES_READ],
];

/** Whether a key with these scopes may ask for a path at all. GraphQL decides for each operation and field. */
export function keyMayFetch(scopes: ReadonlySet<ApiScope>, path: string): boolean {
  if (path === "/graphql") return true;
  return fileScopes.some(([prefix, scope]) => path.startsWith(prefix) && scopes.has(scope));
}
