/**
 * @generated SignedSource<<61a001cd193925f92cc81ece41656e37>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type AttendanceUploadStatus = "CHECKING" | "PREVIEWED" | "PROCESSED" | "REJECTED" | "UNDONE" | "%future added value";
export type ErrorCode = "ADDRESS_TAKEN" | "ALREADY_EARNED" | "ALREADY_RECORDED" | "ALREADY_REPORTED" | "ALREADY_UPLOADED" | "AMBIGUOUS_MEMBER" | "ATTENDED_ON_FIXED" | "ATTENDED_ON_OUT_OF_RANGE" | "ATTENDED_ON_REQUIRED" | "BAD_INPUT" | "CERTIFICATE_NOT_PRINTABLE" | "CERTIFICATE_NOT_VALID" | "CHECKLIST_OPEN" | "CLAIMS_CLOSED" | "CODE_EXPIRED" | "COLUMN_SLIPPED" | "CONFERENCE_NOT_ENDED" | "CONFLICT_OF_INTEREST" | "CREDITS_ABOVE_MAXIMUM" | "CREDITS_NOT_POSITIVE" | "CREDITS_NOT_WHOLE_STEPS" | "DATE_IN_FUTURE" | "DATE_OUTSIDE_OFFERING" | "DOCUMENTS_MISSING" | "DUPLICATE_COLUMN" | "DUPLICATE_ROW" | "DUPLICATE_SESSION" | "EMPTY_FILE" | "ENDS_BEFORE_START" | "EVALUATION_MISSING" | "FILE_TOO_COSTLY" | "FILE_TOO_LARGE" | "FORBIDDEN" | "IDEMPOTENCY_CONFLICT" | "IDEMPOTENCY_KEY_REUSED" | "ILLEGAL_TRANSITION" | "INCOMPLETE_APPLICATION" | "INTERNAL_ERROR" | "INVALID_CREDITS" | "INVALID_DATE" | "INVALID_DURATION" | "INVALID_EMAIL" | "INVALID_MEMBER_NUMBER" | "INVALID_NAME" | "INVALID_TIME" | "INVALID_TIME_ZONE" | "INVALID_UPLOAD" | "INVALID_VALUE" | "KIND_NOT_APPROVED" | "KIND_NOT_EARNED_THEN" | "LAST_ADDRESS" | "LAST_ADMINISTRATOR" | "LAST_OWNER" | "LAST_SECOND_FACTOR" | "LEARNING_CHECK_MISSING" | "MEMBER_INACTIVE" | "MISSING_COLUMN" | "MISSING_VALUE" | "NAME_MISMATCH" | "NOTHING_CHANGED" | "NOTHING_CLAIMED" | "NOTHING_DUE" | "NOTHING_TO_REPORT" | "NOT_A_CSV" | "NOT_A_SCHEDULE" | "NOT_FOUND" | "NO_EMAIL_ADDRESS" | "NO_ROWS" | "OFFERING_NOT_ENDED" | "OVERLAPPING_SESSION" | "PART_ABOVE_WHOLE" | "PRESENCE_CODE_REFUSED" | "PRESENCE_NOT_SHOWN" | "PROGRAM_NOT_APPROVED" | "PROVIDER_NOT_ACTIVE" | "REASON_REQUIRED" | "RECORDING_OF_CLAIMED" | "REGISTRATION_CLAIMED" | "REPEATED_PROGRAM" | "REPORTING_CLOSED" | "SECOND_FACTOR_REQUIRED" | "SECOND_PERSON_REQUIRED" | "SECOND_REVIEWER_REQUIRED" | "SERIES_INCOMPLETE" | "SESSION_NOT_CLAIMABLE" | "STAFF_DECIDES" | "STALE_VERSION" | "STEP_UP_REQUIRED" | "TOO_MANY_CELLS" | "TOO_MANY_DRAFTS" | "TOO_MANY_REQUESTS" | "TOO_MANY_VIEWS" | "TOO_MANY_WEBHOOKS" | "UNAUTHENTICATED" | "UNAVAILABLE" | "UNKNOWN_COLUMN" | "UNKNOWN_MEMBER" | "UNKNOWN_OFFERING" | "UNKNOWN_PROGRAM" | "UNREADABLE_FILE" | "WEAK_PASSWORD" | "WRONG_CODE" | "WRONG_CREDENTIALS" | "WRONG_PASSKEY" | "%future added value";
export type AttendanceRowInput = {
  completionDate: string;
  creditKinds?: ReadonlyArray<AttendanceRowKindInput> | null | undefined;
  credits: string;
  firstName: string;
  lastName: string;
  memberNumber: string;
  offering?: string | null | undefined;
  programNumber: string;
};
export type AttendanceRowKindInput = {
  credits: string;
  kind: string;
};
export type lmsDocumentsEnterMutation$variables = {
  preview: boolean;
  rows: ReadonlyArray<AttendanceRowInput>;
};
export type lmsDocumentsEnterMutation$data = {
  readonly enterAttendances: {
    readonly errors: {
      readonly nodes: ReadonlyArray<{
        readonly code: ErrorCode;
        readonly column: string | null | undefined;
        readonly line: number;
        readonly message: string;
      }>;
    };
    readonly id: string;
    readonly message: string;
    readonly status: AttendanceUploadStatus;
  } | null | undefined;
};
export type lmsDocumentsEnterMutation = {
  response: lmsDocumentsEnterMutation$data;
  variables: lmsDocumentsEnterMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "preview"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "rows"
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "message",
  "storageKey": null
},
v3 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Literal",
        "name": "clientReference",
        "value": "course 17"
      },
      {
        "kind": "Variable",
        "name": "preview",
        "variableName": "preview"
      },
      {
        "kind": "Variable",
        "name": "rows",
        "variableName": "rows"
      }
    ],
    "concreteType": "AttendanceUpload",
    "kind": "LinkedField",
    "name": "enterAttendances",
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
        "name": "status",
        "storageKey": null
      },
      (v2/*:: as any*/),
      {
        "alias": null,
        "args": [
          {
            "kind": "Literal",
            "name": "first",
            "value": 5
          }
        ],
        "concreteType": "RowErrorConnection",
        "kind": "LinkedField",
        "name": "errors",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "RowError",
            "kind": "LinkedField",
            "name": "nodes",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "line",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "column",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "code",
                "storageKey": null
              },
              (v2/*:: as any*/)
            ],
            "storageKey": null
          }
        ],
        "storageKey": "errors(first:5)"
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "lmsDocumentsEnterMutation",
    "selections": (v3/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "lmsDocumentsEnterMutation",
    "selections": (v3/*:: as any*/)
  },
  "params": {
    "cacheID": "a88b74e1f7cc1a5e7aa6ab4926065070",
    "id": null,
    "metadata": {},
    "name": "lmsDocumentsEnterMutation",
    "operationKind": "mutation",
    "text": "mutation lmsDocumentsEnterMutation(\n  $rows: [AttendanceRowInput!]!\n  $preview: Boolean!\n) {\n  enterAttendances(rows: $rows, preview: $preview, clientReference: \"course 17\") {\n    id\n    status\n    message\n    errors(first: 5) {\n      nodes {\n        line\n        column\n        code\n        message\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "779390ff99f61b387a8304a9fb47a46c";

export default node;
