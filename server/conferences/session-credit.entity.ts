import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { Session } from "./conference.entity.ts";

/** What a session earns of a kind of credit that is not the default one. */
@Entity("session_credit")
@Check("session_credit_amount", "credits >= 0")
export class SessionCredit {
  @PrimaryColumn("uuid") sessionId!: string;
  @PrimaryColumn("uuid") kindId!: string;
  @Column("numeric", { precision: 6, scale: 2 }) credits!: string;
  /** Whether somebody gave the amount: else it is what the session's minutes earn. */
  @Column("boolean") isSet!: boolean;
  /** That was staff: then its provider changes it no more. */
  @Column("boolean") setByStaff!: boolean;

  @ManyToOne(() => Session, { onDelete: "CASCADE" })
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "session_credit_session" })
  session?: Session;
  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "session_credit_kind" })
  kind?: CreditKind;
}
