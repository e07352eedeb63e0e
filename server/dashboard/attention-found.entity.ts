import { Check, Column, Entity, PrimaryColumn, Unique } from "typeorm";

/** What takes a look at everything to find: `dashboard.lookAround` finds it, and forgets it when it is so no more. */
@Entity("attention_found")
@Unique("attention_found_once", ["kind", "subjectId", "otherId"])
@Check("attention_found_kind", "kind IN ('CERTIFICATE_MISSING', 'MEMBER_TWICE')")
@Check("attention_found_pair", "(kind = 'MEMBER_TWICE') = (other_id IS NOT NULL)")
export class AttentionFound {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") kind!: string;
  /** The attendance record; of two members the one with the lower number. */
  @Column("uuid") subjectId!: string;
  /** The other member. */
  @Column("uuid", { nullable: true }) otherId!: string | null;
  /** Of two members, what they have in common: NAME_AND_ADDRESS or EMAIL. */
  @Column("text", { nullable: true }) because!: string | null;
  @Column("timestamptz") foundAt!: Date;
}

/** What staff looked at and left: it is shown again when it happens anew. */
@Entity("attention_set_aside")
export class AttentionSetAside {
  @PrimaryColumn("text") kind!: string;
  /** The rest of the entry's ID. */
  @PrimaryColumn("text") subject!: string;
  @Column("timestamptz") setAsideAt!: Date;
}
