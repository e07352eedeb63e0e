/**
 * @generated SignedSource<<d0f53d26ce8948a68e3bd43ddbf77178>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type CertificateStatus = "ISSUED" | "REVOKED" | "SUPERSEDED" | "%future added value";
export type EventType = "ATTENDANCE_RECORDED" | "ATTENDANCE_UNDONE" | "CERTIFICATE_ISSUED" | "CERTIFICATE_REVOKED" | "CERTIFICATE_SUPERSEDED" | "FEE_DUE" | "FEE_PAID" | "MEMBER_CHANGED" | "MEMBER_MERGED" | "PROGRAM_CANCELLED" | "PROGRAM_DECIDED" | "PROGRAM_POSTPONED" | "PROGRAM_SUBMITTED" | "%future added value";
export type websiteDocumentsFollowQuery$variables = {
  after?: string | null | undefined;
};
export type websiteDocumentsFollowQuery$data = {
  readonly events: {
    readonly nodes: ReadonlyArray<{
      readonly certificate: {
        readonly certificateId: string;
        readonly memberId: string;
        readonly status: CertificateStatus;
      } | null | undefined;
      readonly type: EventType;
    }>;
    readonly pageInfo: {
      readonly endCursor: string | null | undefined;
      readonly hasNextPage: boolean;
    };
  };
};
export type websiteDocumentsFollowQuery = {
  response: websiteDocumentsFollowQuery$data;
  variables: websiteDocumentsFollowQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  },
  {
    "kind": "Literal",
    "name": "first",
    "value": 100
  },
  {
    "kind": "Literal",
    "name": "types",
    "value": [
      "CERTIFICATE_ISSUED",
      "CERTIFICATE_REVOKED",
      "CERTIFICATE_SUPERSEDED"
    ]
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "type",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "concreteType": "CertificateEvent",
  "kind": "LinkedField",
  "name": "certificate",
  "plural": false,
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "certificateId",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "memberId",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "status",
      "storageKey": null
    }
  ],
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "concreteType": "PageInfo",
  "kind": "LinkedField",
  "name": "pageInfo",
  "plural": false,
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "endCursor",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "hasNextPage",
      "storageKey": null
    }
  ],
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "websiteDocumentsFollowQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "EventConnection",
        "kind": "LinkedField",
        "name": "events",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Event",
            "kind": "LinkedField",
            "name": "nodes",
            "plural": true,
            "selections": [
              (v2/*:: as any*/),
              (v3/*:: as any*/)
            ],
            "storageKey": null
          },
          (v4/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "websiteDocumentsFollowQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "EventConnection",
        "kind": "LinkedField",
        "name": "events",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Event",
            "kind": "LinkedField",
            "name": "nodes",
            "plural": true,
            "selections": [
              (v2/*:: as any*/),
              (v3/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "id",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          (v4/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "b5cbd8b1de7d5f6ad885e2d16cdb6976",
    "id": null,
    "metadata": {},
    "name": "websiteDocumentsFollowQuery",
    "operationKind": "query",
    "text": "query websiteDocumentsFollowQuery(\n  $after: String\n) {\n  events(after: $after, first: 100, types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]) {\n    nodes {\n      type\n      certificate {\n        certificateId\n        memberId\n        status\n      }\n      id\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "a2b83ed514b744b097942d107aa705ad";

export default node;
