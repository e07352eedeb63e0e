import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** What the accreditor sets by a number, and what a row of it decides. */
export const policyNames = [
  "REPORTING_DAYS",
  "CLOSING_DAYS",
  "CLAIM_DAYS",
  "RETENTION_YEARS",
  "PROVIDER_ADDRESS",
] as const;

export type PolicyName = (typeof policyNames)[number];

/**
 * What the accreditor has set from a day on. Rows of the past are never changed: what holds for an offering is what held on the day it
 * ended, for a record what held on the day it was made, and for what a certificate says what held on the day it was completed. Source: product design, *Dated policy*.
 */
@Entity("policy")
@Check("policy_name", "name IN ('REPORTING_DAYS', 'CLOSING_DAYS', 'CLAIM_DAYS', 'RETENTION_YEARS', 'PROVIDER_ADDRESS')")
@Check(
  "policy_value",
  "value > 0 AND name <> 'PROVIDER_ADDRESS' OR name = 'CLAIM_DAYS' AND value = 0 OR name = 'PROVIDER_ADDRESS' AND value IN (0, 1)",
)
export class Policy {
  @PrimaryColumn("text") name!: PolicyName;
  @PrimaryColumn("date") startsOn!: string;
  /** Days, or years. Of CLAIM_DAYS 0: for ever. Of PROVIDER_ADDRESS 1: certificates print it, 0: they do not. */
  @Column("integer") value!: number;
}
