/**
 * @generated SignedSource<<01d7769c23b4a74064e3cfbe2b14c700>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type ErrorCode = "ADDRESS_TAKEN" | "ALREADY_EARNED" | "ALREADY_RECORDED" | "ALREADY_REPORTED" | "ALREADY_UPLOADED" | "AMBIGUOUS_MEMBER" | "ATTENDED_ON_FIXED" | "ATTENDED_ON_OUT_OF_RANGE" | "ATTENDED_ON_REQUIRED" | "BAD_INPUT" | "CERTIFICATE_NOT_PRINTABLE" | "CERTIFICATE_NOT_VALID" | "CHECKLIST_OPEN" | "CLAIMS_CLOSED" | "CODE_EXPIRED" | "COLUMN_SLIPPED" | "CONFERENCE_NOT_ENDED" | "CONFLICT_OF_INTEREST" | "CREDITS_ABOVE_MAXIMUM" | "CREDITS_NOT_POSITIVE" | "CREDITS_NOT_WHOLE_STEPS" | "DATE_IN_FUTURE" | "DATE_OUTSIDE_OFFERING" | "DOCUMENTS_MISSING" | "DUPLICATE_COLUMN" | "DUPLICATE_ROW" | "DUPLICATE_SESSION" | "EMPTY_FILE" | "ENDS_BEFORE_START" | "EVALUATION_MISSING" | "FILE_TOO_COSTLY" | "FILE_TOO_LARGE" | "FORBIDDEN" | "IDEMPOTENCY_CONFLICT" | "IDEMPOTENCY_KEY_REUSED" | "ILLEGAL_TRANSITION" | "INCOMPLETE_APPLICATION" | "INTERNAL_ERROR" | "INVALID_CREDITS" | "INVALID_DATE" | "INVALID_DURATION" | "INVALID_EMAIL" | "INVALID_MEMBER_NUMBER" | "INVALID_NAME" | "INVALID_TIME" | "INVALID_TIME_ZONE" | "INVALID_UPLOAD" | "INVALID_VALUE" | "KIND_NOT_APPROVED" | "KIND_NOT_EARNED_THEN" | "LAST_ADDRESS" | "LAST_ADMINISTRATOR" | "LAST_OWNER" | "LAST_SECOND_FACTOR" | "LEARNING_CHECK_MISSING" | "MEMBER_INACTIVE" | "MISSING_COLUMN" | "MISSING_VALUE" | "NAME_MISMATCH" | "NOTHING_CHANGED" | "NOTHING_CLAIMED" | "NOTHING_DUE" | "NOTHING_TO_REPORT" | "NOT_A_CSV" | "NOT_A_SCHEDULE" | "NOT_FOUND" | "NO_EMAIL_ADDRESS" | "NO_ROWS" | "OFFERING_NOT_ENDED" | "OVERLAPPING_SESSION" | "PART_ABOVE_WHOLE" | "PRESENCE_CODE_REFUSED" | "PRESENCE_NOT_SHOWN" | "PROGRAM_NOT_APPROVED" | "PROVIDER_NOT_ACTIVE" | "REASON_REQUIRED" | "RECORDING_OF_CLAIMED" | "REGISTRATION_CLAIMED" | "REPEATED_PROGRAM" | "REPORTING_CLOSED" | "SECOND_FACTOR_REQUIRED" | "SECOND_PERSON_REQUIRED" | "SECOND_REVIEWER_REQUIRED" | "SERIES_INCOMPLETE" | "SESSION_NOT_CLAIMABLE" | "STAFF_DECIDES" | "STALE_VERSION" | "STEP_UP_REQUIRED" | "TOO_MANY_CELLS" | "TOO_MANY_DRAFTS" | "TOO_MANY_REQUESTS" | "TOO_MANY_VIEWS" | "TOO_MANY_WEBHOOKS" | "UNAUTHENTICATED" | "UNAVAILABLE" | "UNKNOWN_COLUMN" | "UNKNOWN_MEMBER" | "UNKNOWN_OFFERING" | "UNKNOWN_PROGRAM" | "UNREADABLE_FILE" | "WEAK_PASSWORD" | "WRONG_CODE" | "WRONG_CREDENTIALS" | "WRONG_PASSKEY" | "%future added value";
export type ClaimInput = {
  attendedOn?: string | null | undefined;
  sessionId: string;
};
export type conferenceAppDocumentsSaveMutation$variables = {
  claims: ReadonlyArray<ClaimInput>;
  conference: string;
  preview: boolean;
};
export type conferenceAppDocumentsSaveMutation$data = {
  readonly saveClaims: {
    readonly conference: {
      readonly claimedCredits: string;
      readonly id: string;
    } | null | undefined;
    readonly problems: ReadonlyArray<{
      readonly code: ErrorCode;
      readonly index: number;
      readonly message: string;
    }>;
  } | null | undefined;
};
export type conferenceAppDocumentsSaveMutation = {
  response: conferenceAppDocumentsSaveMutation$data;
  variables: conferenceAppDocumentsSaveMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "claims"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "conference"
},
v2 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "preview"
},
v3 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "claims",
        "variableName": "claims"
      },
      {
        "kind": "Variable",
        "name": "conferenceId",
        "variableName": "conference"
      },
      {
        "kind": "Variable",
        "name": "preview",
        "variableName": "preview"
      }
    ],
    "concreteType": "SaveClaimsPayload",
    "kind": "LinkedField",
    "name": "saveClaims",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "ClaimProblem",
        "kind": "LinkedField",
        "name": "problems",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "index",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "code",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "message",
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "Conference",
        "kind": "LinkedField",
        "name": "conference",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "claimedCredits",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/),
      (v2/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "conferenceAppDocumentsSaveMutation",
    "selections": (v3/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/),
      (v2/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "conferenceAppDocumentsSaveMutation",
    "selections": (v3/*:: as any*/)
  },
  "params": {
    "cacheID": "aaaa3e89401a820b09946d25461d8bea",
    "id": null,
    "metadata": {},
    "name": "conferenceAppDocumentsSaveMutation",
    "operationKind": "mutation",
    "text": "mutation conferenceAppDocumentsSaveMutation(\n  $conference: ID!\n  $claims: [ClaimInput!]!\n  $preview: Boolean!\n) {\n  saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) {\n    problems {\n      index\n      code\n      message\n    }\n    conference {\n      id\n      claimedCredits\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "d09ea7e1d3df8c711bda8261011ae215";

export default node;
