/**
 * @generated SignedSource<<d44b0ceccdfd681644a37b0b1bd5eea0>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type CertificateStatus = "ISSUED" | "REVOKED" | "SUPERSEDED" | "%future added value";
export type websiteDocumentsCheckQuery$variables = {
  code: string;
};
export type websiteDocumentsCheckQuery$data = {
  readonly verifyCertificate: {
    readonly recipientName: string | null | undefined;
    readonly status: CertificateStatus | null | undefined;
  };
};
export type websiteDocumentsCheckQuery = {
  response: websiteDocumentsCheckQuery$data;
  variables: websiteDocumentsCheckQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "code"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "code",
        "variableName": "code"
      }
    ],
    "concreteType": "CertificateVerification",
    "kind": "LinkedField",
    "name": "verifyCertificate",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "status",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "recipientName",
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
    "name": "websiteDocumentsCheckQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "websiteDocumentsCheckQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "910883ecdd39d9e96231e9f300860829",
    "id": null,
    "metadata": {},
    "name": "websiteDocumentsCheckQuery",
    "operationKind": "query",
    "text": "query websiteDocumentsCheckQuery(\n  $code: String!\n) {\n  verifyCertificate(code: $code) {\n    status\n    recipientName\n  }\n}\n"
  }
};
})();

(node as any).hash = "b2fb0318239e6ce41d020460d4f54abf";

export default node;
