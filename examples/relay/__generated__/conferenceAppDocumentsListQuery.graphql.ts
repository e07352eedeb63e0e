/**
 * @generated SignedSource<<6495b89730876e03fab18b765ae94617>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type conferenceAppDocumentsListQuery$variables = Record<PropertyKey, never>;
export type conferenceAppDocumentsListQuery$data = {
  readonly conferences: ReadonlyArray<{
    readonly claimedCredits: string;
    readonly days: ReadonlyArray<{
      readonly date: string;
      readonly sessions: ReadonlyArray<{
        readonly attendedFrom: string;
        readonly claim: {
          readonly attendedOn: string;
        } | null | undefined;
        readonly credits: string;
        readonly eligible: boolean;
        readonly id: string;
        readonly title: string;
      }>;
    }>;
    readonly id: string;
    readonly name: string;
  }>;
};
export type conferenceAppDocumentsListQuery = {
  response: conferenceAppDocumentsListQuery$data;
  variables: conferenceAppDocumentsListQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v1 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "Conference",
    "kind": "LinkedField",
    "name": "conferences",
    "plural": true,
    "selections": [
      (v0/*:: as any*/),
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
        "name": "claimedCredits",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "ConferenceDay",
        "kind": "LinkedField",
        "name": "days",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "date",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Session",
            "kind": "LinkedField",
            "name": "sessions",
            "plural": true,
            "selections": [
              (v0/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "title",
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
                "name": "eligible",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "attendedFrom",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "SessionClaim",
                "kind": "LinkedField",
                "name": "claim",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "attendedOn",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
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
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "conferenceAppDocumentsListQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "conferenceAppDocumentsListQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "c57c174064927c69b0095fad72c9dcf6",
    "id": null,
    "metadata": {},
    "name": "conferenceAppDocumentsListQuery",
    "operationKind": "query",
    "text": "query conferenceAppDocumentsListQuery {\n  conferences {\n    id\n    name\n    claimedCredits\n    days {\n      date\n      sessions {\n        id\n        title\n        credits\n        eligible\n        attendedFrom\n        claim {\n          attendedOn\n        }\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "55ae2e97e81856767e1116e44a254cb4";

export default node;
