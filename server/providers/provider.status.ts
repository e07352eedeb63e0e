import { registerEnumType } from "type-graphql";
import type { Moves } from "../core/transitions.ts";
import { ProviderStatus } from "../core/viewer.ts";

/** Which status may follow which: staff let a provider in, or suspend it, whether it was let in or not, and reinstate it. */
export const providerMoves = {
  APPLIED: [ProviderStatus.ACTIVE, ProviderStatus.SUSPENDED, ProviderStatus.MERGED],
  ACTIVE: [ProviderStatus.SUSPENDED, ProviderStatus.MERGED],
  SUSPENDED: [ProviderStatus.ACTIVE, ProviderStatus.MERGED],
  MERGED: [],
} satisfies Moves<ProviderStatus>;

registerEnumType(ProviderStatus, {
  name: "ProviderStatus",
  description: "Whether the accreditor has let a provider in.",
  valuesConfig: {
    APPLIED: {
      description:
        "Has registered. It writes and submits applications, learns nothing about members and invites nobody.",
    },
    ACTIVE: { description: "Let in by staff." },
    MERGED: { description: "Merged into another one: everything of it is that one's, and nobody acts for it." },
    SUSPENDED: { description: "Reads what is its own, and changes nothing. Its API keys and invitations don't work." },
  },
});
