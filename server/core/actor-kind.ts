import { registerEnumType } from "type-graphql";

/** As what somebody acts, in the words of the audit log. */
export enum ActorKind {
  STAFF = "STAFF",
  PROVIDER = "PROVIDER",
  ATTENDEE = "ATTENDEE",
  NOBODY = "NOBODY",
  SYSTEM = "SYSTEM",
}

registerEnumType(ActorKind, {
  name: "ActorKind",
  description: "As what somebody acts.",
  valuesConfig: {
    STAFF: { description: "One of the accreditor's staff." },
    PROVIDER: { description: "Somebody who acts for a provider, and is not staff." },
    ATTENDEE: { description: "Whoever else has an account." },
    NOBODY: { description: "Somebody who is not signed in." },
    SYSTEM: { description: "The system itself, or whoever runs it." },
  },
});
