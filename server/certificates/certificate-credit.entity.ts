import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { Certificate } from "./certificate.entity.ts";

/** What a certificate says of a kind of credit that is not the default one, frozen as it is printed there. */
@Entity("certificate_credit")
@Check("certificate_credit_over_zero", "credits > 0")
export class CertificateCredit {
  @PrimaryColumn("uuid") certificateId!: string;
  /** Place in the list, from 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("uuid") kindId!: string;
  @Column("text") name!: string;
  @Column("text") unit!: string;
  @Column("numeric", { precision: 8, scale: 2 }) credits!: string;
  /** Whether another kind includes it. */
  @Column("boolean") isPart!: boolean;
  /** Who recognises it, and under which number; empty: the accreditor, and none. */
  @Column("text") approvingBody!: string;
  @Column("text") approvalNumber!: string;

  @ManyToOne(() => Certificate, { onDelete: "CASCADE" })
  @JoinColumn({ name: "certificate_id", foreignKeyConstraintName: "certificate_credit_certificate" })
  certificate?: Certificate;
  @ManyToOne(() => CreditKind)
  @JoinColumn({ name: "kind_id", foreignKeyConstraintName: "certificate_credit_kind" })
  kind?: CreditKind;
}
