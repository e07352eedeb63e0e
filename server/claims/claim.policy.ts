import { registerEnumType } from "type-graphql";
import { claimsOver } from "../programs/claim-window.ts";
import type { RegisteredConference } from "./claimable.queries.ts";

/** What a member can do with the sessions of a conference. */
export enum ClaimAction {
  CLAIM = "CLAIM",
  UNCLAIM = "UNCLAIM",
}

registerEnumType(ClaimAction, {
  name: "ClaimAction",
  description: "What the viewer can do with the sessions of a conference now.",
  valuesConfig: {
    CLAIM: {
      description: "claimSession and saveClaims, of those that are listed and do not stand in each other's way",
    },
    UNCLAIM: { description: "unclaimSession, of those that are chosen" },
  },
});

/** By the rules that the operations ask. */
export function claimActions(
  conference: Pick<RegisteredConference, "claimsUntil" | "timeZone" | "sessions">,
  facts: { isActive: boolean; isReported: boolean; now: Date },
): ClaimAction[] {
  if (!facts.isActive) return [];
  const isOpen = !claimsOver(conference, facts.now);
  return [
    ...(isOpen && !facts.isReported ? [ClaimAction.CLAIM] : []),
    ...(conference.sessions.some(({ claim }) => claim !== null) ? [ClaimAction.UNCLAIM] : []),
  ];
}
