import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";

export enum Membership {
  MEMBER = "MEMBER",
  GUEST = "GUEST",
}

/** A person who can hold credit. */
@Entity("member")
@Unique("member_number_once", ["memberNumber"])
@Unique("member_account_once", ["accountId"])
@Index("member_by_change", ["changedAt", "id"])
@Index("member_by_name", ["lastNameKey", "firstNameKey"])
@Index("member_by_spelling", { synchronize: false })
@Index("member_by_number", { synchronize: false })
@Index("member_by_survivor", ["mergedIntoId"], { where: "merged_into_id IS NOT NULL" })
@Check("member_merged", "merged_into_id IS NULL OR merged_into_id <> id AND account_id IS NULL AND NOT active")
@Index("member_by_contact", ["contactEmail"], { where: "contact_email IS NOT NULL" })
@Index("member_by_external_id", ["externalId"], { where: "external_id IS NOT NULL" })
@Check("member_contact_lower_case", "contact_email = lower(contact_email)")
@Check("member_named", "first_name <> '' OR last_name <> ''")
@Check("member_dates", "member_until >= member_since")
@Check("member_membership", "membership IN ('MEMBER', 'GUEST')")
export class Member {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** 100100 and on: the join key of every roster. Text, since others' numbers may begin with zeros. */
  @Column("text") memberNumber!: string;
  /** The sign-in, which also has the e-mail addresses. */
  @Column("uuid", { nullable: true }) accountId!: string | null;
  /** Empty for who has a family name only. */
  @Column("text") firstName!: string;
  /** Empty for who has one name only, and keeps it in `firstName`. */
  @Column("text") lastName!: string;
  /** What stands behind the name: `Jr.`, `III`. */
  @Column("text", { nullable: true }) suffix!: string | null;
  /** As the person writes it, such as with the family name first: the words of the name, in another order. */
  @Column("text", { nullable: true }) printedName!: string | null;
  /** `fold(firstName)`: letters only, as rosters are compared. Empty for who has one name only. Kept by `nameKeys`. */
  @Column("text") firstNameKey!: string;
  /** `foldName(firstName)`: the given names without regard to their order. */
  @Column("text") givenNamesKey!: string;
  /** Of who has one name only, that one. */
  @Column("text") lastNameKey!: string;
  /** What else people type for each key: `mueller` beside `muller`. */
  @Column("text", { array: true, default: () => "'{}'" }) firstNameSpellings!: string[];
  @Column("text", { array: true, default: () => "'{}'" }) givenNamesSpellings!: string[];
  @Column("text", { array: true, default: () => "'{}'" }) lastNameSpellings!: string[];
  @Column("text", { default: Membership.MEMBER }) membership!: Membership;
  @Column("text", { nullable: true }) role!: string | null;
  @Column("text", { nullable: true }) city!: string | null;
  @Column("text", { nullable: true }) state!: string | null;
  @Column("text", { nullable: true }) zip!: string | null;
  @Column("text", { nullable: true }) county!: string | null;
  @Column("text", { nullable: true }) phone!: string | null;
  /**
   * The address that the association has for them, in lower case. It is no sign-in: an account's addresses are its owner's, and no mail goes
   * here.
   */
  @Column("text", { nullable: true }) contactEmail!: string | null;
  /** What the association's directory calls them, where it provisions members by SCIM. */
  @Column("text", { nullable: true }) externalId!: string | null;
  /** The days of the membership, where the association keeps them. */
  @Column("date", { nullable: true }) memberSince!: string | null;
  @Column("date", { nullable: true }) memberUntil!: string | null;
  /** An inactive member keeps credit, but earns no more. */
  @Column("boolean", { default: true }) active!: boolean;
  @Column("timestamptz") createdAt!: Date;
  /** When it last changed, by the database's clock: its triggers say so. */
  @Column({
    type: "timestamptz",
    insert: false,
    update: false,
    default: () => "date_trunc('milliseconds', clock_timestamp())",
  })
  changedAt!: Date;
  /** The member that this person is known by; this row then keeps the number as another name of that one. Never a merged one itself. */
  @Column("uuid", { nullable: true }) mergedIntoId!: string | null;
  /** Since when nothing says any more who this was. */
  @Column("timestamptz", { nullable: true }) erasedAt!: Date | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "member_account" })
  account?: Account;
  @ManyToOne(() => Member)
  @JoinColumn({ name: "merged_into_id", foreignKeyConstraintName: "member_merged_into" })
  mergedInto?: Member;
}
