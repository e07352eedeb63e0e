/**
 * @generated SignedSource<<29afc9a70df4a86b9211213b01966875>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type lmsDocumentsFindQuery$variables = {
  member: string;
  program: string;
};
export type lmsDocumentsFindQuery$data = {
  readonly certificates: {
    readonly nodes: ReadonlyArray<{
      readonly downloadUrl: string | null | undefined;
      readonly id: string;
      readonly number: string;
      readonly verifyUrl: string;
    }>;
  };
};
export type lmsDocumentsFindQuery = {
  response: lmsDocumentsFindQuery$data;
  variables: lmsDocumentsFindQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "member"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "program"
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "fields": [
          {
            "kind": "Variable",
            "name": "memberNumber",
            "variableName": "member"
          },
          {
            "kind": "Variable",
            "name": "programNumber",
            "variableName": "program"
          }
        ],
        "kind": "ObjectValue",
        "name": "filter"
      },
      {
        "kind": "Literal",
        "name": "first",
        "value": 1
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
            "name": "number",
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
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "lmsDocumentsFindQuery",
    "selections": (v2/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "lmsDocumentsFindQuery",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "5a7c069d73e1176fc9762b8d9e766504",
    "id": null,
    "metadata": {},
    "name": "lmsDocumentsFindQuery",
    "operationKind": "query",
    "text": "query lmsDocumentsFindQuery(\n  $program: String!\n  $member: String!\n) {\n  certificates(filter: {programNumber: $program, memberNumber: $member}, first: 1) {\n    nodes {\n      id\n      number\n      verifyUrl\n      downloadUrl(minutes: 10)\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "8185bd7b42c7ddc0821c84ef297a312c";

export default node;
