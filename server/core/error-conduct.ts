/** What of a refusal's facts decides whether trying again may help. */
interface Facts {
  reason?: unknown;
  retryAfterSeconds?: unknown;
}

/** What a program makes of a refusal that has this code. */
export interface Conduct {
  /**
   * The HTTP status: of a route, and of a GraphQL request of which nothing was carried out. What a field refuses while others are
   * answered comes with 200, as GraphQL has it.
   */
  status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  /** Whether the very same request may succeed later, though nobody changes anything. */
  retryable: boolean | ((facts: Facts) => boolean);
}

const say = (status: Conduct["status"], retryable: Conduct["retryable"] = false): Conduct => ({ status, retryable });

/** The request has to be another one. */
const wrong = say(400);
/** Somebody else has to ask, or has to show more. */
const notAllowed = say(403);
/** The request is well made, and what is on record stands against it. */
const conflict = say(409);

const namesTime = ({ retryAfterSeconds }: Facts): boolean => retryAfterSeconds !== undefined;

/** What a program makes of each code of errors.ts, where a code that does not stand here does not compile. */
export const conducts = {
  BAD_INPUT: wrong,
  UNAUTHENTICATED: say(401),
  WRONG_CREDENTIALS: notAllowed,
  WRONG_CODE: notAllowed,
  WRONG_PASSKEY: notAllowed,
  CODE_EXPIRED: notAllowed,
  SECOND_FACTOR_REQUIRED: notAllowed,
  STEP_UP_REQUIRED: notAllowed,
  SECOND_PERSON_REQUIRED: notAllowed,
  WEAK_PASSWORD: wrong,
  ADDRESS_TAKEN: conflict,
  LAST_ADDRESS: conflict,
  LAST_OWNER: conflict,
  LAST_SECOND_FACTOR: conflict,
  LAST_ADMINISTRATOR: conflict,
  NOT_FOUND: say(404),
  FORBIDDEN: notAllowed,
  PROVIDER_NOT_ACTIVE: notAllowed,
  // What is over a limit by itself is over it tomorrow as well, and names no time.
  TOO_MANY_REQUESTS: say(429, namesTime),
  STALE_VERSION: conflict,
  ILLEGAL_TRANSITION: conflict,
  INCOMPLETE_APPLICATION: conflict,
  REASON_REQUIRED: wrong,
  STAFF_DECIDES: notAllowed,
  CONFLICT_OF_INTEREST: notAllowed,
  ALREADY_REPORTED: conflict,
  CERTIFICATE_NOT_VALID: conflict,
  CERTIFICATE_NOT_PRINTABLE: conflict,
  SESSION_NOT_CLAIMABLE: conflict,
  REGISTRATION_CLAIMED: conflict,
  CONFERENCE_NOT_ENDED: conflict,
  CLAIMS_CLOSED: conflict,
  ATTENDED_ON_REQUIRED: wrong,
  ATTENDED_ON_FIXED: wrong,
  ATTENDED_ON_OUT_OF_RANGE: wrong,
  OVERLAPPING_SESSION: conflict,
  RECORDING_OF_CLAIMED: conflict,
  NOTHING_CLAIMED: conflict,
  PRESENCE_NOT_SHOWN: conflict,
  PRESENCE_CODE_REFUSED: conflict,
  DOCUMENTS_MISSING: conflict,
  EVALUATION_MISSING: conflict,
  LEARNING_CHECK_MISSING: conflict,
  CHECKLIST_OPEN: conflict,
  SECOND_REVIEWER_REQUIRED: conflict,
  NO_EMAIL_ADDRESS: conflict,
  INVALID_UPLOAD: wrong,
  FILE_TOO_LARGE: say(413),
  FILE_TOO_COSTLY: wrong,
  IDEMPOTENCY_KEY_REUSED: say(422),
  IDEMPOTENCY_CONFLICT: say(409, ({ reason }) => reason === "IN_PROGRESS"),
  UNAVAILABLE: say(503, namesTime),
  INTERNAL_ERROR: say(500, true),

  EMPTY_FILE: wrong,
  NO_ROWS: wrong,
  NOT_A_CSV: wrong,
  UNREADABLE_FILE: wrong,
  MISSING_COLUMN: wrong,
  UNKNOWN_COLUMN: wrong,
  DUPLICATE_COLUMN: wrong,
  TOO_MANY_CELLS: wrong,
  NOT_A_SCHEDULE: wrong,
  DUPLICATE_SESSION: wrong,

  MISSING_VALUE: wrong,
  INVALID_MEMBER_NUMBER: wrong,
  INVALID_NAME: wrong,
  INVALID_DATE: wrong,
  INVALID_VALUE: wrong,
  INVALID_TIME: wrong,
  INVALID_DURATION: wrong,
  INVALID_TIME_ZONE: wrong,
  ENDS_BEFORE_START: wrong,
  INVALID_EMAIL: wrong,
  INVALID_CREDITS: wrong,
  CREDITS_NOT_POSITIVE: wrong,
  CREDITS_NOT_WHOLE_STEPS: wrong,
  CREDITS_ABOVE_MAXIMUM: wrong,
  UNKNOWN_PROGRAM: wrong,
  PROGRAM_NOT_APPROVED: conflict,
  OFFERING_NOT_ENDED: conflict,
  REPORTING_CLOSED: conflict,
  UNKNOWN_MEMBER: wrong,
  AMBIGUOUS_MEMBER: wrong,
  MEMBER_INACTIVE: conflict,
  NAME_MISMATCH: wrong,
  COLUMN_SLIPPED: wrong,
  DATE_IN_FUTURE: wrong,
  DATE_OUTSIDE_OFFERING: wrong,
  DUPLICATE_ROW: wrong,
  ALREADY_RECORDED: conflict,
  ALREADY_UPLOADED: conflict,
  REPEATED_PROGRAM: conflict,
  ALREADY_EARNED: conflict,
  SERIES_INCOMPLETE: conflict,
  KIND_NOT_APPROVED: conflict,
  KIND_NOT_EARNED_THEN: wrong,
  PART_ABOVE_WHOLE: wrong,
  UNKNOWN_OFFERING: wrong,
  UNKNOWN_PROVIDER: wrong,
  UNKNOWN_FILE: wrong,
  NUMBER_TAKEN: conflict,
  CORRECTED_SINCE: conflict,
  NOTHING_DUE: conflict,
  NOTHING_CHANGED: conflict,
  NOTHING_TO_REPORT: conflict,
  TOO_MANY_DRAFTS: conflict,
  TOO_MANY_WEBHOOKS: conflict,
  TOO_MANY_VIEWS: conflict,
  TOO_MANY_TRUSTED_DOCUMENTS: conflict,
  PERSISTED_QUERY_NOT_FOUND: say(404),
  UNTRUSTED_DOCUMENT: notAllowed,
} satisfies Record<string, Conduct>;

/** Whether the very same request may succeed later. */
export const isRetryable = ({ retryable }: Conduct, facts: Facts): boolean =>
  typeof retryable === "function" ? retryable(facts) : retryable;
