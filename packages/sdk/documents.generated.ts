// Printed from documents.graphql and the schema by `npm run schema`.

/** A document with the types of what it takes and answers. */
export interface Document<Data, Variables> {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
  readonly types?: (variables: Variables) => Data;
}

export type ApiScope =
  | "ATTENDANCE_READ"
  | "ATTENDANCE_WRITE"
  | "CERTIFICATES_READ"
  | "CERTIFICATES_WRITE"
  | "CONFERENCES_READ"
  | "CONFERENCES_WRITE"
  | "DOCUMENTS_WRITE"
  | "MEMBERS_ACT"
  | "MEMBERS_READ"
  | "MEMBERS_WRITE"
  | "PROGRAMS_READ"
  | "PROGRAMS_REVIEW"
  | "PROGRAMS_WRITE";

export type ProgramStatus =
  | "APPROVED"
  | "AWAITING_ATTENDANCE"
  | "AWAITING_DOCUMENTS"
  | "AWAITING_FEE"
  | "CANCELLED"
  | "CHANGES_REQUESTED"
  | "COMPLETED"
  | "DENIED"
  | "DRAFT"
  | "IN_REVIEW"
  | "SUBMITTED"
  | "WITHDRAWN";

export type AttendanceUploadStatus =
  | "CHECKING"
  | "PREVIEWED"
  | "PROCESSED"
  | "REJECTED"
  | "UNDONE";

export type ErrorCode =
  | "ADDRESS_TAKEN"
  | "ALREADY_EARNED"
  | "ALREADY_RECORDED"
  | "ALREADY_REPORTED"
  | "ALREADY_UPLOADED"
  | "AMBIGUOUS_MEMBER"
  | "ATTENDED_ON_FIXED"
  | "ATTENDED_ON_OUT_OF_RANGE"
  | "ATTENDED_ON_REQUIRED"
  | "BAD_INPUT"
  | "CERTIFICATE_NOT_PRINTABLE"
  | "CERTIFICATE_NOT_VALID"
  | "CHECKLIST_OPEN"
  | "CLAIMS_CLOSED"
  | "CODE_EXPIRED"
  | "COLUMN_SLIPPED"
  | "CONFERENCE_NOT_ENDED"
  | "CONFLICT_OF_INTEREST"
  | "CORRECTED_SINCE"
  | "CREDITS_ABOVE_MAXIMUM"
  | "CREDITS_NOT_POSITIVE"
  | "CREDITS_NOT_WHOLE_STEPS"
  | "DATE_IN_FUTURE"
  | "DATE_OUTSIDE_OFFERING"
  | "DOCUMENTS_MISSING"
  | "DUPLICATE_COLUMN"
  | "DUPLICATE_ROW"
  | "DUPLICATE_SESSION"
  | "EMPTY_FILE"
  | "ENDS_BEFORE_START"
  | "EVALUATION_MISSING"
  | "FILE_TOO_COSTLY"
  | "FILE_TOO_LARGE"
  | "FORBIDDEN"
  | "IDEMPOTENCY_CONFLICT"
  | "IDEMPOTENCY_KEY_REUSED"
  | "ILLEGAL_TRANSITION"
  | "INCOMPLETE_APPLICATION"
  | "INTERNAL_ERROR"
  | "INVALID_CREDITS"
  | "INVALID_DATE"
  | "INVALID_DURATION"
  | "INVALID_EMAIL"
  | "INVALID_MEMBER_NUMBER"
  | "INVALID_NAME"
  | "INVALID_TIME"
  | "INVALID_TIME_ZONE"
  | "INVALID_UPLOAD"
  | "INVALID_VALUE"
  | "KIND_NOT_APPROVED"
  | "KIND_NOT_EARNED_THEN"
  | "LAST_ADDRESS"
  | "LAST_ADMINISTRATOR"
  | "LAST_OWNER"
  | "LAST_SECOND_FACTOR"
  | "LEARNING_CHECK_MISSING"
  | "MEMBER_INACTIVE"
  | "MISSING_COLUMN"
  | "MISSING_VALUE"
  | "NAME_MISMATCH"
  | "NOTHING_CHANGED"
  | "NOTHING_CLAIMED"
  | "NOTHING_DUE"
  | "NOTHING_TO_REPORT"
  | "NOT_A_CSV"
  | "NOT_A_SCHEDULE"
  | "NOT_FOUND"
  | "NO_EMAIL_ADDRESS"
  | "NO_ROWS"
  | "NUMBER_TAKEN"
  | "OFFERING_NOT_ENDED"
  | "OVERLAPPING_SESSION"
  | "PART_ABOVE_WHOLE"
  | "PERSISTED_QUERY_NOT_FOUND"
  | "PRESENCE_CODE_REFUSED"
  | "PRESENCE_NOT_SHOWN"
  | "PROGRAM_NOT_APPROVED"
  | "PROVIDER_NOT_ACTIVE"
  | "REASON_REQUIRED"
  | "RECORDING_OF_CLAIMED"
  | "REGISTRATION_CLAIMED"
  | "REPEATED_PROGRAM"
  | "REPORTING_CLOSED"
  | "SECOND_FACTOR_REQUIRED"
  | "SECOND_PERSON_REQUIRED"
  | "SECOND_REVIEWER_REQUIRED"
  | "SERIES_INCOMPLETE"
  | "SESSION_NOT_CLAIMABLE"
  | "STAFF_DECIDES"
  | "STALE_VERSION"
  | "STEP_UP_REQUIRED"
  | "TOO_MANY_CELLS"
  | "TOO_MANY_DRAFTS"
  | "TOO_MANY_REQUESTS"
  | "TOO_MANY_TRUSTED_DOCUMENTS"
  | "TOO_MANY_VIEWS"
  | "TOO_MANY_WEBHOOKS"
  | "UNAUTHENTICATED"
  | "UNAVAILABLE"
  | "UNKNOWN_COLUMN"
  | "UNKNOWN_FILE"
  | "UNKNOWN_MEMBER"
  | "UNKNOWN_OFFERING"
  | "UNKNOWN_PROGRAM"
  | "UNKNOWN_PROVIDER"
  | "UNREADABLE_FILE"
  | "UNTRUSTED_DOCUMENT"
  | "WEAK_PASSWORD"
  | "WRONG_CODE"
  | "WRONG_CREDENTIALS"
  | "WRONG_PASSKEY";

export interface AttendanceRowInput {
  /** 2026-03-08; other forms as in a file. */
  completionDate: string;
  /** How much of further kinds of credit, each once. */
  creditKinds?: readonly (AttendanceRowKindInput)[] | null;
  /** "1.5": over 0, in whole steps, at most the program's. */
  credits: string;
  /** The member's given names. Empty where there is one name only. */
  firstName: string;
  /** The member's family name. Empty where there is one name only. */
  lastName: string;
  /** 100100; or a verified e-mail address, or a licence with its kind's code before it, as rosters may have them. */
  memberNumber: string;
  /** Which of the offerings on that day: its place, address, time zone, first day or ID. */
  offering?: string | null;
  /** A09164. */
  programNumber: string;
}

export interface AttendanceRowKindInput {
  /** "1.5". Empty or zero: none. */
  credits: string;
  /** Code of the kind. */
  kind: string;
}

export type CertificateStatus =
  | "ISSUED"
  | "REVOKED"
  | "SUPERSEDED";

export type EventType =
  | "ATTENDANCE_RECORDED"
  | "ATTENDANCE_UNDONE"
  | "CERTIFICATE_ISSUED"
  | "CERTIFICATE_REVOKED"
  | "CERTIFICATE_SUPERSEDED"
  | "FEE_DUE"
  | "FEE_PAID"
  | "MEMBER_CHANGED"
  | "MEMBER_MERGED"
  | "PROGRAM_CANCELLED"
  | "PROGRAM_DECIDED"
  | "PROGRAM_POSTPONED"
  | "PROGRAM_SUBMITTED";

export type Fee =
  | "APPLICATION"
  | "FILING"
  | "LATE";

export type MemberEventChange =
  | "ADDED"
  | "CHANGED"
  | "ERASED"
  | "MERGED";

export type MemberScope =
  | "CERTIFICATES"
  | "CLAIMS"
  | "CONFERENCES"
  | "TRANSCRIPT";

export interface ClaimInput {
  /** The day on which it was attended: required for a virtual session, else its date or nothing. */
  attendedOn?: string | null;
  /** The session. */
  sessionId: string;
}

export interface AboutData {
  apiKey: {
    name: string;
    expiresAt: string;
    scopes: (ApiScope)[];
  } | null;
  program: {
    id: string;
    number: string | null;
    name: string;
    status: ProgramStatus;
  } | null;
}

export type AboutVariables = { program: string };

/** What a key is, and a program by its number. */
export const about: Document<AboutData, AboutVariables> = {
  hash: "7b4e958b1abcc884847a4c4928d2f071cfaf3e5896b2df2c2bde8adec8eed690",
  text: `query About($program: String!) {
  apiKey {
    name
    expiresAt
    scopes
  }
  program(number: $program) {
    id
    number
    name
    status
  }
}`,
};

export interface EnterRosterData {
  enterAttendances: {
    id: string;
    status: AttendanceUploadStatus;
    message: string;
    rowCount: number | null;
    recordedRows: number;
    errors: {
      totalCount: number;
      nodes: ({
        line: number;
        column: string | null;
        value: string | null;
        code: ErrorCode;
        message: string;
        suggestions: (string)[];
      })[];
    };
  } | null;
}

export type EnterRosterVariables = { rows: readonly (AttendanceRowInput)[]; preview: boolean; clientReference?: string | null; providerId?: string | null };

/** A roster as JSON: a preview, or for good. Its errors are data. */
export const enterRoster: Document<EnterRosterData, EnterRosterVariables> = {
  hash: "925b952214d7e1d84a574f95686acabb6f814673447fe73ae4cf18ba6c5ea550",
  text: `mutation EnterRoster($rows: [AttendanceRowInput!]!, $preview: Boolean!, $clientReference: String, $providerId: ID) {
  enterAttendances(
    rows: $rows
    preview: $preview
    clientReference: $clientReference
    providerId: $providerId
  ) {
    id
    status
    message
    rowCount
    recordedRows
    errors(first: 100) {
      totalCount
      nodes {
        line
        column
        value
        code
        message
        suggestions
      }
    }
  }
}`,
};

export interface LookAtRosterData {
  attendanceUpload: {
    id: string;
    status: AttendanceUploadStatus;
    progress: number;
    rowCount: number | null;
    recordedRows: number;
    errorCount: number;
    message: string;
  } | null;
}

export type LookAtRosterVariables = { id: string };

/** How far a roster is, until it is checked. */
export const lookAtRoster: Document<LookAtRosterData, LookAtRosterVariables> = {
  hash: "9b27dfa9f792671a993198f229bfde442824f741f954053b076c24ccd314ebcb",
  text: `subscription LookAtRoster($id: ID!) {
  attendanceUpload(id: $id) {
    id
    status
    progress
    rowCount
    recordedRows
    errorCount
    message
  }
}`,
};

export interface LookAtProgramData {
  program: {
    id: string;
    status: ProgramStatus;
    timeline: ({
      id: string;
      at: string;
      action: string;
      actor: string;
      reason: string | null;
      toStatus: ProgramStatus | null;
    })[];
  } | null;
}

export type LookAtProgramVariables = { id: string };

/** What becomes of a program. */
export const lookAtProgram: Document<LookAtProgramData, LookAtProgramVariables> = {
  hash: "30dc1c8b7201c5b4f7799a26056aba9f67abf73dbc7436fb3a1e91f5852bb338",
  text: `subscription LookAtProgram($id: ID!) {
  program(id: $id) {
    id
    status
    timeline {
      id
      at
      action
      actor
      reason
      toStatus
    }
  }
}`,
};

export interface CertificatesOfData {
  certificates: {
    nodes: ({
      id: string;
      number: string;
      title: string;
      credits: string;
      creditUnit: string;
      status: CertificateStatus;
      verifyUrl: string;
      downloadUrl: string | null;
    })[];
  };
}

export type CertificatesOfVariables = { program: string; member: string };

/** The certificates of one member for one program, with links that hold for ten minutes. */
export const certificatesOf: Document<CertificatesOfData, CertificatesOfVariables> = {
  hash: "a0a65a8787db5d5adee3fee1e541cccbf00d39b2fe60c1ca6dbe4109b23e8d9b",
  text: `query CertificatesOf($program: String!, $member: String!) {
  certificates(
    filter: {programNumber: $program, memberNumber: $member}
    first: 20
  ) {
    nodes {
      id
      number
      title
      credits
      creditUnit
      status
      verifyUrl
      downloadUrl(minutes: 10)
    }
  }
}`,
};

export interface CalendarData {
  calendar: ({
    programNumber: string;
    title: string;
    startsOn: string;
    endsOn: string;
    place: string;
    credits: string;
    creditUnit: string;
  })[];
}

export type CalendarVariables = { first: number };

/** What is on, for everybody. */
export const calendar: Document<CalendarData, CalendarVariables> = {
  hash: "dde4c193db0e2ba461d50930205dc6ddc920c29a6639c0b60da6284d470902fd",
  text: `query Calendar($first: Int!) {
  calendar(first: $first) {
    programNumber
    title
    startsOn
    endsOn
    place
    credits
    creditUnit
  }
}`,
};

export interface MemberPageData {
  member: {
    id: string;
    name: string;
    active: boolean;
  } | null;
  transcript: {
    totals: ({
      creditUnit: string;
      credits: string;
    })[];
    lines: ({
      completedOn: string;
      title: string;
      credits: string;
    })[];
  };
  certificates: {
    nodes: ({
      id: string;
      number: string;
      title: string;
      verificationCode: string;
      verifyUrl: string;
      downloadUrl: string | null;
    })[];
  };
}

export type MemberPageVariables = { member: string };

/** A member's own page: who it is, all credit, and the certificates. */
export const memberPage: Document<MemberPageData, MemberPageVariables> = {
  hash: "04806bcf664f4be9dec61abf11c53c3e31649039d46ccd2573a880b4e4cc06cc",
  text: `query MemberPage($member: String!) {
  member(number: $member) {
    id
    name
    active
  }
  transcript(memberNumber: $member) {
    totals {
      creditUnit
      credits
    }
    lines {
      completedOn
      title
      credits
    }
  }
  certificates(filter: {memberNumber: $member, status: [ISSUED]}, first: 20) {
    nodes {
      id
      number
      title
      verificationCode
      verifyUrl
      downloadUrl(minutes: 10)
    }
  }
}`,
};

export interface VerifyCertificateData {
  verifyCertificate: {
    status: CertificateStatus | null;
    recipientName: string | null;
    title: string | null;
    credits: string | null;
  };
}

export type VerifyCertificateVariables = { code: string };

/** Whether a certificate is good, by the code that stands on it. */
export const verifyCertificate: Document<VerifyCertificateData, VerifyCertificateVariables> = {
  hash: "556546035dfde6020a03f2d8c6ba734e5ecfdf67c38f80be957912da57d55e2e",
  text: `query VerifyCertificate($code: String!) {
  verifyCertificate(code: $code) {
    status
    recipientName
    title
    credits
  }
}`,
};

export interface CertificateEventsData {
  events: {
    nodes: ({
      id: string;
      type: EventType;
      at: string;
      certificate: {
        certificateId: string;
        programId: string;
        memberId: string;
        status: CertificateStatus;
      } | null;
    })[];
    pageInfo: {
      endCursor: string | null;
      hasNextPage: boolean;
    };
  };
}

export type CertificateEventsVariables = { after?: string | null; first?: number };

/** What happened to certificates since a cursor. */
export const certificateEvents: Document<CertificateEventsData, CertificateEventsVariables> = {
  hash: "1fb3b3c377e3c5b7ae114f4e26dbe60b3667070073f29b2bd5726e904b08178c",
  text: `query CertificateEvents($after: String, $first: Int! = 100) {
  events(
    after: $after
    first: $first
    types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]
  ) {
    nodes {
      id
      type
      at
      certificate {
        certificateId
        programId
        memberId
        status
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}`,
};

export interface EventsData {
  events: {
    nodes: ({
      id: string;
      type: EventType;
      at: string;
      program: {
        programId: string;
        status: ProgramStatus;
      } | null;
      attendance: {
        programId: string;
        offeringId: string;
        uploadId: string | null;
        records: number;
      } | null;
      certificate: {
        certificateId: string;
        programId: string;
        memberId: string;
        status: CertificateStatus;
      } | null;
      fee: {
        programId: string;
        fee: Fee;
        amount: number;
        currency: string;
        waived: boolean;
      } | null;
      member: {
        memberId: string;
        change: MemberEventChange;
        mergedIntoId: string | null;
      } | null;
    })[];
    pageInfo: {
      endCursor: string | null;
      hasNextPage: boolean;
    };
  };
}

export type EventsVariables = { after?: string | null; types?: readonly (EventType)[] | null; first?: number };

/** What happened since a cursor, for a key whose scopes reach all of it. */
export const events: Document<EventsData, EventsVariables> = {
  hash: "4d131770806f6e29d9f80c348da571f118c090714e2157e736e4718ca571b115",
  text: `query Events($after: String, $types: [EventType!], $first: Int! = 100) {
  events(after: $after, first: $first, types: $types) {
    nodes {
      id
      type
      at
      program {
        programId
        status
      }
      attendance {
        programId
        offeringId
        uploadId
        records
      }
      certificate {
        certificateId
        programId
        memberId
        status
      }
      fee {
        programId
        fee
        amount
        currency
        waived
      }
      member {
        memberId
        change
        mergedIntoId
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}`,
};

export interface CreateMemberTokenData {
  createMemberToken: {
    token: string;
    expiresAt: string;
  } | null;
}

export type CreateMemberTokenVariables = { member: string; scopes: readonly (MemberScope)[]; minutes: number };

/** A token by which a program acts for a member. */
export const createMemberToken: Document<CreateMemberTokenData, CreateMemberTokenVariables> = {
  hash: "69c0e7562a5dc758244f00a71f4d8675afcfcd9e3134bc8af3db726bc731c79f",
  text: `mutation CreateMemberToken($member: String!, $scopes: [MemberScope!]!, $minutes: Int!) {
  createMemberToken(
    memberNumber: $member
    scopes: $scopes
    expiresInMinutes: $minutes
  ) {
    token
    expiresAt
  }
}`,
};

export interface ConferencesData {
  conferences: ({
    id: string;
    name: string;
    claimedCredits: string;
    days: ({
      date: string;
      sessions: ({
        id: string;
        title: string;
        credits: string;
        eligible: boolean;
        attendedFrom: string;
        claim: {
          attendedOn: string;
        } | null;
      })[];
    })[];
  })[];
}

export type ConferencesVariables = Record<string, never>;

/** What the member can claim. */
export const conferences: Document<ConferencesData, ConferencesVariables> = {
  hash: "b4243975ec0d2938a7a7b4e52244bc0543ba21e3d9fedb4f5976b2cc255b8897",
  text: `query Conferences {
  conferences {
    id
    name
    claimedCredits
    days {
      date
      sessions {
        id
        title
        credits
        eligible
        attendedFrom
        claim {
          attendedOn
        }
      }
    }
  }
}`,
};

export interface SaveClaimsData {
  saveClaims: {
    problems: ({
      index: number;
      code: ErrorCode;
      message: string;
    })[];
    conference: {
      id: string;
      name: string;
      claimedCredits: string;
    } | null;
  } | null;
}

export type SaveClaimsVariables = { conference: string; claims: readonly (ClaimInput)[]; preview: boolean };

/** The whole choice of a conference's sessions at once: a preview, or for good. */
export const saveClaims: Document<SaveClaimsData, SaveClaimsVariables> = {
  hash: "f1741a586dc6e756bd05132e90a40dce004d26e1d7e2e7eb383fc49a8a95bfe9",
  text: `mutation SaveClaims($conference: ID!, $claims: [ClaimInput!]!, $preview: Boolean!) {
  saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) {
    problems {
      index
      code
      message
    }
    conference {
      id
      name
      claimedCredits
    }
  }
}`,
};

export interface GenerateCertificateData {
  generateCertificate: {
    id: string;
    number: string;
    credits: string;
    verifyUrl: string;
    pdfUrl: string;
  } | null;
}

export type GenerateCertificateVariables = { conference: string };

/** The certificate of what is chosen. */
export const generateCertificate: Document<GenerateCertificateData, GenerateCertificateVariables> = {
  hash: "e9a512bcb12c2780901e527ef504a2c437c8e0d0eccda40491905f80d9a0a48c",
  text: `mutation GenerateCertificate($conference: ID!) {
  generateCertificate(conferenceId: $conference) {
    id
    number
    credits
    verifyUrl
    pdfUrl
  }
}`,
};

export interface RegisterTrustedDocumentsData {
  registerTrustedDocuments: ({
    hash: string;
    name: string;
  })[] | null;
}

export type RegisterTrustedDocumentsVariables = { documents: readonly (string)[]; apiKey?: string | null };

/** Makes documents known by their hash: for the key that asks, or for another one of those for whom it acts. */
export const registerTrustedDocuments: Document<RegisterTrustedDocumentsData, RegisterTrustedDocumentsVariables> = {
  hash: "f340944f23e9ecd99aab4c5259212db4541463664fcdb7dacd406f13651fd5e6",
  text: `mutation RegisterTrustedDocuments($documents: [String!]!, $apiKey: ID) {
  registerTrustedDocuments(documents: $documents, apiKeyId: $apiKey) {
    hash
    name
  }
}`,
};
