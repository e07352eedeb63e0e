import { registerEnumType } from "type-graphql";
import { inRoles, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";

/** What staff do to a whole person, in the order in which it is offered. */
export enum MemberAction {
  CORRECT = "CORRECT",
  MERGE = "MERGE",
  RESET_SECOND_FACTOR = "RESET_SECOND_FACTOR",
  END_SIGN_INS = "END_SIGN_INS",
  ERASE = "ERASE",
}

registerEnumType(MemberAction, {
  name: "MemberAction",
  description: "What the viewer can do with a member now.",
  valuesConfig: {
    CORRECT: { description: "correctMember, decideNameChange and reissueForName" },
    MERGE: { description: "mergeMembers, with another member" },
    RESET_SECOND_FACTOR: { description: "resetSecondFactor, of the member's account" },
    END_SIGN_INS: { description: "endSignIns, of the member's account" },
    ERASE: { description: "eraseMember, which says who must take over first" },
  },
});

/** What decides what can be done with a person. */
export interface PersonStanding {
  accountId: string | null;
  /** Merged into another member, or erased. */
  ended: boolean;
}

/** Why staff cannot merge or erase this person; null: they can. Nobody does either to themselves this way. */
export function untouchable(viewer: Viewer, { accountId, ended }: PersonStanding): "ENDED" | "OWN" | null {
  if (ended) return "ENDED";
  return accountId !== null && accountId === viewer.accountId ? "OWN" : null;
}

/** What the viewer can do with the person now, by the rules that the operations ask. */
export function memberActions(
  viewer: Viewer,
  person: PersonStanding & { secondFactorSince: Date | null },
): MemberAction[] {
  const { accountId, secondFactorSince } = person;
  const may = staff(inRoles(viewer, [StaffRole.REGISTRAR]), null) && untouchable(viewer, person) === null;
  const keepsAccounts = staff(inRoles(viewer, [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR]), null);
  return [
    ...(may ? [MemberAction.CORRECT, MemberAction.MERGE] : []),
    ...(keepsAccounts && secondFactorSince && accountId !== viewer.accountId ? [MemberAction.RESET_SECOND_FACTOR] : []),
    ...(keepsAccounts && accountId ? [MemberAction.END_SIGN_INS] : []),
    ...(may ? [MemberAction.ERASE] : []),
  ];
}
