/**
 * @generated SignedSource<<3aa3f0d5fecfd4cf9df6c85e0ff55044>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type conferenceAppDocumentsGenerateMutation$variables = {
  conference: string;
};
export type conferenceAppDocumentsGenerateMutation$data = {
  readonly generateCertificate: {
    readonly credits: string;
    readonly id: string;
    readonly number: string;
    readonly pdfUrl: string;
    readonly verifyUrl: string;
  } | null | undefined;
};
export type conferenceAppDocumentsGenerateMutation = {
  response: conferenceAppDocumentsGenerateMutation$data;
  variables: conferenceAppDocumentsGenerateMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "conference"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "conferenceId",
        "variableName": "conference"
      }
    ],
    "concreteType": "Certificate",
    "kind": "LinkedField",
    "name": "generateCertificate",
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
        "name": "number",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "credits",
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
        "args": null,
        "kind": "ScalarField",
        "name": "pdfUrl",
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
    "name": "conferenceAppDocumentsGenerateMutation",
    "selections": (v1/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "conferenceAppDocumentsGenerateMutation",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "e7f12d88da9b74edda2ec363829623d8",
    "id": null,
    "metadata": {},
    "name": "conferenceAppDocumentsGenerateMutation",
    "operationKind": "mutation",
    "text": "mutation conferenceAppDocumentsGenerateMutation(\n  $conference: ID!\n) {\n  generateCertificate(conferenceId: $conference) {\n    id\n    number\n    credits\n    verifyUrl\n    pdfUrl\n  }\n}\n"
  }
};
})();

(node as any).hash = "eb830f69aff2035a218157ec367bb935";

export default node;
