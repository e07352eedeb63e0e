import { accountMoves } from "../../server/accounts/account.status.ts";
import { announcementMoves } from "../../server/announcements/announcement.entity.ts";
import { uploadMoves } from "../../server/attendance/upload.status.ts";
import { certificateMoves } from "../../server/certificates/certificate.status.ts";
import { sessionProposalMoves } from "../../server/conferences/session-proposal.status.ts";
import { cardPaymentMoves } from "../../server/invoices/card-payment.entity.ts";
import { mailMoves } from "../../server/mail/mail.status.ts";
import { nameRequestMoves } from "../../server/members/name-request.status.ts";
import { bundleMoves } from "../../server/moving/bundle.status.ts";
import { outsideCertificateMoves } from "../../server/moving/outside-certificate.entity.ts";
import { outsideCreditMoves } from "../../server/outside-credit/outside-credit.status.ts";
import { memberImportMoves } from "../../server/persons/member-imports/member-import.status.ts";
import { programMoves } from "../../server/programs/program.status.ts";
import { providerMoves } from "../../server/providers/provider.status.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const tables: Record<string, Record<string, readonly string[]>> = {
  account: accountMoves,
  announcement: announcementMoves,
  attendance_upload: uploadMoves,
  bundle_import: bundleMoves,
  card_payment: cardPaymentMoves,
  certificate: certificateMoves,
  mail: mailMoves,
  member_import: memberImportMoves,
  name_request: nameRequestMoves,
  outside_certificate: outsideCertificateMoves,
  outside_credit: outsideCreditMoves,
  program: programMoves,
  provider: providerMoves,
  session_proposal: sessionProposalMoves,
};

test("the database allows the moves that the tables of states have, and no other", async () => {
  const triggers = await world.sql(
    `SELECT tgrelid::regclass::text AS table, encode(tgargs, 'escape') AS arguments FROM pg_trigger
     WHERE tgname LIKE '%\\_moves' AND NOT tgisinternal ORDER BY 1`,
  );
  expect(
    Object.fromEntries(triggers.map((row) => [row.table, row.arguments.split("\\000").filter(Boolean).sort()])),
  ).toEqual(
    Object.fromEntries(
      Object.entries(tables).map(([table, moves]) => [
        table,
        Object.entries(moves)
          .flatMap(([from, to]) => to.map((each) => `${from}>${each}`))
          .sort(),
      ]),
    ),
  );
});

test("a mail that was sent is not sent again, whoever asks", async () => {
  await world.sql(
    `INSERT INTO mail (kind, dedupe_key, to_address, to_name, subject, text, status, created_at)
     VALUES ('CHANGE', 'once', 'a@example.test', '', 'Once', 'Once', 'SENT', now())`,
  );
  await expect(world.sql("UPDATE mail SET status = 'QUEUED' WHERE dedupe_key = 'once'")).rejects.toThrow(
    "mail is SENT and cannot become QUEUED",
  );
  await world.sql("UPDATE mail SET attempts = 1 WHERE dedupe_key = 'once'");
});

test("every column that tells a status has its table of moves", async () => {
  const columns = await world.sql(
    `SELECT table_name AS table FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'status' AND data_type = 'text' ORDER BY 1`,
  );
  expect(columns.map((row) => row.table)).toEqual(Object.keys(tables).sort());
});
