/**
 * @generated SignedSource<<e7e3e437d199253901206dbab02bced0>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type conferenceAppDocumentsMakeTokenMutation$variables = {
  member: string;
};
export type conferenceAppDocumentsMakeTokenMutation$data = {
  readonly createMemberToken: {
    readonly token: string;
  } | null | undefined;
};
export type conferenceAppDocumentsMakeTokenMutation = {
  response: conferenceAppDocumentsMakeTokenMutation$data;
  variables: conferenceAppDocumentsMakeTokenMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "member"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Literal",
        "name": "expiresInMinutes",
        "value": 15
      },
      {
        "kind": "Variable",
        "name": "memberNumber",
        "variableName": "member"
      },
      {
        "kind": "Literal",
        "name": "scopes",
        "value": [
          "CONFERENCES",
          "CLAIMS",
          "CERTIFICATES"
        ]
      }
    ],
    "concreteType": "CreateMemberTokenPayload",
    "kind": "LinkedField",
    "name": "createMemberToken",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "token",
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
    "name": "conferenceAppDocumentsMakeTokenMutation",
    "selections": (v1/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "conferenceAppDocumentsMakeTokenMutation",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "5915e2316a63c26b99069d5160227c41",
    "id": null,
    "metadata": {},
    "name": "conferenceAppDocumentsMakeTokenMutation",
    "operationKind": "mutation",
    "text": "mutation conferenceAppDocumentsMakeTokenMutation(\n  $member: String!\n) {\n  createMemberToken(memberNumber: $member, scopes: [CONFERENCES, CLAIMS, CERTIFICATES], expiresInMinutes: 15) {\n    token\n  }\n}\n"
  }
};
})();

(node as any).hash = "a27ef70fc12f9d75368c440df4dd4061";

export default node;
