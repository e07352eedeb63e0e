/**
 * @generated SignedSource<<51ba60579609b689479689874db9cd38>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type websiteDocumentsPageQuery$variables = {
  member: string;
};
export type websiteDocumentsPageQuery$data = {
  readonly certificates: {
    readonly nodes: ReadonlyArray<{
      readonly downloadUrl: string | null | undefined;
      readonly id: string;
      readonly number: string;
      readonly title: string;
      readonly verificationCode: string;
      readonly verifyUrl: string;
    }>;
  };
  readonly member: {
    readonly active: boolean;
    readonly id: string;
    readonly name: string;
  } | null | undefined;
  readonly transcript: {
    readonly lines: ReadonlyArray<{
      readonly completedOn: string;
      readonly credits: string;
      readonly title: string;
    }>;
    readonly totals: ReadonlyArray<{
      readonly creditUnit: string;
      readonly credits: string;
    }>;
  };
};
export type websiteDocumentsPageQuery = {
  response: websiteDocumentsPageQuery$data;
  variables: websiteDocumentsPageQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "member"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v2 = {
  "kind": "Variable",
  "name": "memberNumber",
  "variableName": "member"
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "credits",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "title",
  "storageKey": null
},
v5 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "number",
        "variableName": "member"
      }
    ],
    "concreteType": "Member",
    "kind": "LinkedField",
    "name": "member",
    "plural": false,
    "selections": [
      (v1/*:: as any*/),
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "name",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "active",
        "storageKey": null
      }
    ],
    "storageKey": null
  },
  {
    "alias": null,
    "args": [
      (v2/*:: as any*/)
    ],
    "concreteType": "Transcript",
    "kind": "LinkedField",
    "name": "transcript",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "CreditTotal",
        "kind": "LinkedField",
        "name": "totals",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "creditUnit",
            "storageKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "TranscriptLine",
        "kind": "LinkedField",
        "name": "lines",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "completedOn",
            "storageKey": null
          },
          (v4/*:: as any*/),
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  },
  {
    "alias": null,
    "args": [
      {
        "fields": [
          (v2/*:: as any*/),
          {
            "kind": "Literal",
            "name": "status",
            "value": [
              "ISSUED"
            ]
          }
        ],
        "kind": "ObjectValue",
        "name": "filter"
      },
      {
        "kind": "Literal",
        "name": "first",
        "value": 20
      }
    ],
    "concreteType": "CertificateConnection",
    "kind": "LinkedField",
    "name": "certificates",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "Certificate",
        "kind": "LinkedField",
        "name": "nodes",
        "plural": true,
        "selections": [
          (v1/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "number",
            "storageKey": null
          },
          (v4/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "verificationCode",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "verifyUrl",
            "storageKey": null
          },
          {
            "alias": null,
            "args": [
              {
                "kind": "Literal",
                "name": "minutes",
                "value": 10
              }
            ],
            "kind": "ScalarField",
            "name": "downloadUrl",
            "storageKey": "downloadUrl(minutes:10)"
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
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "websiteDocumentsPageQuery",
    "selections": (v5/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "websiteDocumentsPageQuery",
    "selections": (v5/*:: as any*/)
  },
  "params": {
    "cacheID": "8ad3028c7aad9a9cb4c3f723c6e6f756",
    "id": null,
    "metadata": {},
    "name": "websiteDocumentsPageQuery",
    "operationKind": "query",
    "text": "query websiteDocumentsPageQuery(\n  $member: String!\n) {\n  member(number: $member) {\n    id\n    name\n    active\n  }\n  transcript(memberNumber: $member) {\n    totals {\n      creditUnit\n      credits\n    }\n    lines {\n      completedOn\n      title\n      credits\n    }\n  }\n  certificates(filter: {memberNumber: $member, status: [ISSUED]}, first: 20) {\n    nodes {\n      id\n      number\n      title\n      verificationCode\n      verifyUrl\n      downloadUrl(minutes: 10)\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "b4895f22a9d1a8a22fdfef0d24d61264";

export default node;
