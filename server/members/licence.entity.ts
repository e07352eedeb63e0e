import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { CheckDigit } from "./licence-mask.ts";
import { Member } from "./member.entity.ts";

/** What a registry or board numbers people by, as staff set it up. Never deleted, only no longer offered. */
@Entity("licence_kind")
@Unique("licence_kind_code_once", ["code"])
@Check("licence_kind_check_digit", "check_digit IN ('NONE', 'NPI')")
@Check("licence_kind_on_rosters", "NOT (sensitive AND on_rosters)")
export class LicenceKind {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  /** Before a number it says on rosters which kind it is: `NPI 1234567893`. */
  @Column("text") code!: string;
  @Column("text") name!: string;
  /** The form of its numbers, as `readMask` reads it; null: any letters and digits. */
  @Column("text", { nullable: true }) mask!: string | null;
  @Column("text", { default: CheckDigit.NONE }) checkDigit!: CheckDigit;
  /** Whether a licence is of somewhere, of a profession, and until a day: each has to be said then, and cannot be else. */
  @Column("boolean") asksJurisdiction!: boolean;
  @Column("boolean") asksProfession!: boolean;
  @Column("boolean") asksExpiry!: boolean;
  /** Whether one number, of one jurisdiction, is one person's. */
  @Column("boolean") isUnique!: boolean;
  /** Whether numbers are sealed, and shown whole to the member and the registrar alone. It stays as it was set. */
  @Column("boolean") sensitive!: boolean;
  /** Whether rosters may name people by it. */
  @Column("boolean") onRosters!: boolean;
  /** Whether certificates, transcripts and lists as files say it, also of a sensitive kind: whoever gets those reads it. */
  @Column("boolean", { default: false }) printed!: boolean;
  /** Whether members may be given it now. */
  @Column("boolean", { default: true }) active!: boolean;
  @Column("integer", { default: 1 }) version!: number;
}

/** A number that a registry or board gave a member. */
@Entity("licence")
@Index("licence_once", { synchronize: false })
@Index("licence_exclusive", { synchronize: false })
@Index("licence_by_member", ["memberId"])
@Index("licence_by_number", ["kindId", "numberKey"])
@Check("licence_sealed", "(number IS NULL) = (sealed IS NOT NULL)")
@Check("licence_verified", "verified_at IS NOT NULL OR verified_by_account_id IS NULL")
export class Licence {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") memberId!: string;
  @Column("uuid") kindId!: string;
  /** As it is shown; null: it is sealed. */
  @Column("text", { nullable: true }) number!: string | null;
  @Column("bytea", { nullable: true }) sealed!: Buffer | null;
  /** By what it is found: `licenceKey`; of a sealed one its keyed digest. */
  @Column("text") numberKey!: string;
  /** In capitals: `TX`. */
  @Column("text", { nullable: true }) jurisdiction!: string | null;
  @Column("text", { nullable: true }) profession!: string | null;
  @Column("date", { nullable: true }) expiresOn!: string | null;
  /** As its kind has it: whether nobody else may have the same. */
  @Column("boolean") exclusive!: boolean;
  /** Since when staff have seen what shows it. */
  @Column("timestamptz", { nullable: true }) verifiedAt!: Date | null;
  @Column("uuid", { nullable: true }) verifiedByAccountId!: string | null;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "licence_member" })
  member?: Member;
  @ManyToOne(() => LicenceKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "licence_kind" })
  kind?: LicenceKind;
  @ManyToOne(() => Account)
  @JoinColumn({ name: "verified_by_account_id", foreignKeyConstraintName: "licence_verified_by" })
  verifiedBy?: Account;
}
