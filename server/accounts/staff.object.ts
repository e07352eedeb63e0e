import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { AccountStatus } from "./account.status.ts";
import { StaffAction } from "./staff.policy.ts";
import type { StaffAccountRow } from "./staff.queries.ts";

registerEnumType(StaffRole, {
  name: "StaffRole",
  description: "What somebody of the accreditor's staff looks after; all of them see what staff see.",
  valuesConfig: {
    REVIEWER: { description: "Reviews applications and decides them; looks after conferences." },
    REGISTRAR: { description: "People, attendance, registrations, certificates and mail." },
    FINANCE: { description: "Fees." },
    AUDITOR: { description: "Changes nothing." },
    ADMINISTRATOR: { description: "Settings, staff and their rights, and the accreditor's API keys." },
  },
});
registerEnumType(AccountStatus, {
  name: "AccountStatus",
  description: "Whether an account can be used.",
  valuesConfig: {
    ACTIVE: { description: "Its owner can sign in." },
    DISABLED: { description: "An administrator shut it, and can open it again." },
    MERGED: { description: "Another account has its addresses now." },
    ERASED: { description: "It is nobody's any more." },
  },
});
registerEnumType(StaffAction, {
  name: "StaffAction",
  description: "What can be done with the account of somebody of the staff.",
  valuesConfig: {
    SET_ROLES: { description: "setStaffRoles" },
    DISABLE: { description: "disableAccount" },
    ENABLE: { description: "enableAccount" },
    END_SIGN_INS: { description: "endSignIns" },
    RESET_SECOND_FACTOR: { description: "resetSecondFactor" },
  },
});

@ObjectType("StaffAccount", { description: "An account of the accreditor's staff.", simpleResolvers: true })
export class StaffAccountObject implements StaffAccountRow {
  @Field(() => ID, { description: "The account's ID." }) id!: string;
  @Field(() => String, { description: "Its primary e-mail address." }) email!: string;
  @Field(() => AccountStatus, { description: "Whether it can be used." }) status!: AccountStatus;
  @Field(() => [StaffRole], { description: "What it looks after." }) roles!: StaffRole[];
  @Field(() => DateTime, { nullable: true, description: "Since when it has a second factor; null: it has none." })
  secondFactorSince!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When somebody last signed in to it; null: nobody has yet." })
  lastSignInAt!: Date | null;
  @Field(() => Int, { description: "How many API keys that it made are good." }) apiKeyCount!: number;
}
