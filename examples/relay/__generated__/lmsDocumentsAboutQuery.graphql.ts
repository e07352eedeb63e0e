/**
 * @generated SignedSource<<a926de274d1163368a84f617cd1ab94f>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type ProgramStatus = "APPROVED" | "AWAITING_ATTENDANCE" | "AWAITING_DOCUMENTS" | "AWAITING_FEE" | "CANCELLED" | "CHANGES_REQUESTED" | "COMPLETED" | "DENIED" | "DRAFT" | "IN_REVIEW" | "SUBMITTED" | "WITHDRAWN" | "%future added value";
export type lmsDocumentsAboutQuery$variables = {
  program: string;
};
export type lmsDocumentsAboutQuery$data = {
  readonly apiKey: {
    readonly expiresAt: string;
    readonly name: string;
  } | null | undefined;
  readonly program: {
    readonly id: string;
    readonly name: string;
    readonly status: ProgramStatus;
  } | null | undefined;
};
export type lmsDocumentsAboutQuery = {
  response: lmsDocumentsAboutQuery$data;
  variables: lmsDocumentsAboutQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "program"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "expiresAt",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": [
    {
      "kind": "Variable",
      "name": "number",
      "variableName": "program"
    }
  ],
  "concreteType": "Program",
  "kind": "LinkedField",
  "name": "program",
  "plural": false,
  "selections": [
    (v3/*:: as any*/),
    (v1/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "status",
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
    "name": "lmsDocumentsAboutQuery",
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "ApiKey",
        "kind": "LinkedField",
        "name": "apiKey",
        "plural": false,
        "selections": [
          (v1/*:: as any*/),
          (v2/*:: as any*/)
        ],
        "storageKey": null
      },
      (v4/*:: as any*/)
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "lmsDocumentsAboutQuery",
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "ApiKey",
        "kind": "LinkedField",
        "name": "apiKey",
        "plural": false,
        "selections": [
          (v1/*:: as any*/),
          (v2/*:: as any*/),
          (v3/*:: as any*/)
        ],
        "storageKey": null
      },
      (v4/*:: as any*/)
    ]
  },
  "params": {
    "cacheID": "0f54dfc99ac0187b27670a191b738ef2",
    "id": null,
    "metadata": {},
    "name": "lmsDocumentsAboutQuery",
    "operationKind": "query",
    "text": "query lmsDocumentsAboutQuery(\n  $program: String!\n) {\n  apiKey {\n    name\n    expiresAt\n    id\n  }\n  program(number: $program) {\n    id\n    name\n    status\n  }\n}\n"
  }
};
})();

(node as any).hash = "868c11a14fcea91122b5fa55e5d15a40";

export default node;
