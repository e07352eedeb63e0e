/**
 * @generated SignedSource<<aec3abbb4dc11c390987762dc94613e9>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type websiteDocumentsCalendarQuery$variables = Record<PropertyKey, never>;
export type websiteDocumentsCalendarQuery$data = {
  readonly calendar: ReadonlyArray<{
    readonly creditUnit: string;
    readonly credits: string;
    readonly place: string;
    readonly programNumber: string;
    readonly startsOn: string;
    readonly title: string;
  }>;
};
export type websiteDocumentsCalendarQuery = {
  response: websiteDocumentsCalendarQuery$data;
  variables: websiteDocumentsCalendarQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "kind": "Literal",
    "name": "first",
    "value": 5
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "programNumber",
  "storageKey": null
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "title",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "startsOn",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "place",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "credits",
  "storageKey": null
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "creditUnit",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "websiteDocumentsCalendarQuery",
    "selections": [
      {
        "alias": null,
        "args": (v0/*:: as any*/),
        "concreteType": "CalendarEntry",
        "kind": "LinkedField",
        "name": "calendar",
        "plural": true,
        "selections": [
          (v1/*:: as any*/),
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v4/*:: as any*/),
          (v5/*:: as any*/),
          (v6/*:: as any*/)
        ],
        "storageKey": "calendar(first:5)"
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "websiteDocumentsCalendarQuery",
    "selections": [
      {
        "alias": null,
        "args": (v0/*:: as any*/),
        "concreteType": "CalendarEntry",
        "kind": "LinkedField",
        "name": "calendar",
        "plural": true,
        "selections": [
          (v1/*:: as any*/),
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v4/*:: as any*/),
          (v5/*:: as any*/),
          (v6/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          }
        ],
        "storageKey": "calendar(first:5)"
      }
    ]
  },
  "params": {
    "cacheID": "bc3b764583453f88c199bd068e64349d",
    "id": null,
    "metadata": {},
    "name": "websiteDocumentsCalendarQuery",
    "operationKind": "query",
    "text": "query websiteDocumentsCalendarQuery {\n  calendar(first: 5) {\n    programNumber\n    title\n    startsOn\n    place\n    credits\n    creditUnit\n    id\n  }\n}\n"
  }
};
})();

(node as any).hash = "f111fdf085a3bff30c598fc6e17cea5a";

export default node;
