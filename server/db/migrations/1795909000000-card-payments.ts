import type { MigrationInterface, QueryRunner } from "typeorm";

/** Payments by card: what was asked of Stripe, and what Stripe has said since. */
export class CardPayments1795909000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE card_payment (
      id uuid NOT NULL DEFAULT uuid_v7(),
      invoice_id uuid NOT NULL,
      amount integer NOT NULL,
      currency text NOT NULL,
      status text NOT NULL DEFAULT 'OPEN',
      payment_intent text,
      refunded integer NOT NULL DEFAULT 0,
      refund_noted integer NOT NULL DEFAULT 0,
      dispute_noted integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      CONSTRAINT card_payment_pkey PRIMARY KEY (id),
      CONSTRAINT card_payment_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id),
      CONSTRAINT card_payment_status CHECK (status IN ('OPEN', 'PAID', 'EXPIRED', 'WRONG')),
      CONSTRAINT card_payment_amounts CHECK (amount > 0 AND refunded >= 0 AND refund_noted BETWEEN 0 AND amount AND dispute_noted BETWEEN 0 AND amount))`);
    await runner.query("CREATE INDEX card_payment_by_invoice ON card_payment (invoice_id, created_at)");
    await runner.query("CREATE INDEX card_payment_by_intent ON card_payment (payment_intent)");
    await runner.query(`CREATE TRIGGER card_payment_moves BEFORE UPDATE OF status ON card_payment FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>WRONG', 'EXPIRED>PAID', 'WRONG>PAID')`);
    await runner.query(`CREATE TABLE card_dispute (
      id text NOT NULL,
      payment_intent text NOT NULL,
      amount integer NOT NULL,
      withdrawn boolean NOT NULL DEFAULT false,
      reinstated boolean NOT NULL DEFAULT false,
      CONSTRAINT card_dispute_pkey PRIMARY KEY (id))`);
    await runner.query("CREATE INDEX card_dispute_by_intent ON card_dispute (payment_intent)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE card_dispute");
    await runner.query("DROP TABLE card_payment");
  }
}
