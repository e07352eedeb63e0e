import { blocked, holding } from "../support/blocked.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument, withCell } from "./roster-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
});
afterEach(async () => {
  const wrong = await roster.world.wrongTallies();
  await roster.world.stop();
  expect(wrong).toEqual([]);
});

const undoDocument = `mutation ($id: ID!, $reason: String!) {
  undoAttendanceUpload(id: $id, reason: $reason) {
    id status message removedRows undoneAt undoReason availableActions
    changes { totalCount nodes { kind member { memberNumber } creditsBefore creditsAfter } }
  }
}`;
const amendDocument = `mutation ($id: ID!, $file: Upload!, $reason: String, $preview: Boolean) {
  amendAttendanceUpload(id: $id, file: $file, reason: $reason, preview: $preview) {
    id status message rowCount addedRows changedRows removedRows amends { id }
    changes { totalCount nodes { kind line member { memberNumber } completedOnBefore creditsBefore completedOnAfter creditsAfter } }
    errors { nodes { line column code message } }
  }
}`;

const send = async (file: string): Promise<string> => {
  const { world, provider } = roster;
  const { data, errors } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, file);
  expect([errors, data?.uploadAttendance.status]).toEqual([[], "PROCESSED"]);
  return data.uploadAttendance.id;
};
const undo = (id: string, token = roster.provider.token, reason = "Wrong file") =>
  roster.world.graphql(token, undoDocument, { id, reason });
const amend = (id: string, file: string, variables: object = {}, token = roster.provider.token) =>
  roster.world.upload(token, amendDocument, { id, reason: "Typing errors", ...variables }, file);

/** Of each member the certificates by age, and the record that counts. */
const state = async () => {
  await roster.world.runJobs();
  const rows: { number: string; certificates: string[]; credits: string | null }[] = await roster.world.sql(
    `SELECT m.member_number AS number,
       array(SELECT c.status || ' ' || c.credits FROM certificate c WHERE c.member_id = m.id ORDER BY c.number) AS certificates,
       (SELECT r.credits::text FROM attendance_record r WHERE r.member_id = m.id AND r.reversed_at IS NULL) AS credits
     FROM member m ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ number, certificates, credits }) => [number, [credits, ...certificates]]));
};

const programStatus = async (): Promise<string> =>
  (await roster.world.sql("SELECT status FROM program WHERE id = $1", [roster.programId]))[0].status;

/** Three rows stay, Sally gets 8 for 9, James is gone; and a sixth member came. */
const corrected = async () => {
  await roster.world.member({ firstName: "Ada", lastName: "Young", email: "ada@example.test" });
  const [john, jane, sally, suzie] = sampleRows as [string[], string[], string[], string[]];
  return csv([john, jane, [...sally.slice(0, 5), "8"], suzie, ["A09164", "100105", "Ada", "Young", "4/10/2009", "2"]]);
};

describe("undo", () => {
  test("reverses the records, revokes the certificates with the reason, tells the members, and the report is due again", async () => {
    const { world, provider, staff } = roster;
    const id = await send(csv(sampleRows));
    await state();
    expect(await programStatus()).toBe("COMPLETED");
    const { data } = await undo(id);
    expect(data.undoAttendanceUpload).toMatchObject({
      status: "UNDONE",
      message: "This upload was undone: Wrong file",
      removedRows: 5,
      undoneAt: "2009-04-20T15:00:00.000Z",
      availableActions: [],
      changes: { totalCount: 5 },
    });
    expect(data.undoAttendanceUpload.changes.nodes[4]).toEqual({
      kind: "REMOVED",
      member: { memberNumber: "100104" },
      creditsBefore: "10.00",
      creditsAfter: null,
    });
    expect(await state()).toEqual({
      100100: [null, "REVOKED 1.00"],
      100101: [null, "REVOKED 3.00"],
      100102: [null, "REVOKED 9.00"],
      100103: [null, "REVOKED 9.00"],
      100104: [null, "REVOKED 10.00"],
    });
    const { program, attendance } = await world.ok(
      provider.token,
      `query ($id: ID!) {
        program(id: $id) { status timeline { action fromStatus toStatus reason } offerings { reportedAt } }
        attendance { totalCount nodes { reversedAt reversalReason } } }`,
      { id: roster.programId },
    );
    expect(program.status).toBe("AWAITING_ATTENDANCE");
    expect(program.offerings).toEqual([{ reportedAt: null }]);
    expect(program.timeline.at(-1)).toEqual({
      action: "program.reopen-attendance",
      fromStatus: "COMPLETED",
      toStatus: "AWAITING_ATTENDANCE",
      reason: "Wrong file",
    });
    expect(attendance.totalCount).toBe(5);
    expect(attendance.nodes[0]).toEqual({
      reversedAt: "2009-04-20T15:00:00.000Z",
      reversalReason: 'The upload "roster.csv" was taken back: Wrong file',
    });
    const [member] = await world.sql("SELECT id FROM member WHERE member_number = '100104'");
    const { transcript, mails } = await world.ok(
      staff.token,
      `query ($id: ID!) { transcript(memberId: $id) { lines { title } } mails(filter: { kind: [CERTIFICATE] }) { nodes { subject text toAddress } } }`,
      { id: member.id },
    );
    expect(transcript.lines).toEqual([]);
    const told = mails.nodes.filter((mail: { subject: string }) => mail.subject.includes("was revoked"));
    expect(told).toHaveLength(5);
    expect(told[0].text).toContain("Wrong file");
    const [{ code }] = await world.sql("SELECT verification_code AS code FROM certificate LIMIT 1");
    const { verifyCertificate } = await world.ok(
      null,
      "query ($code: String!) { verifyCertificate(code: $code) { valid status } }",
      { code },
    );
    expect(verifyCertificate).toEqual({ valid: false, status: "REVOKED" });

    await send(csv(sampleRows));
    expect((await state())["100104"]).toEqual(["10.00", "REVOKED 10.00", "ISSUED 10.00"]);
    expect(await programStatus()).toBe("COMPLETED");
  });

  test("ten times at once, and while certificates are being issued: done once, and none is left that holds", async () => {
    const { world } = roster;
    const id = await send(csv(sampleRows));
    const answers = await Promise.all([
      world.runJobs(),
      ...Array.from({ length: 10 }, () => undo(id)),
      world.runJobs(),
      world.runJobs(),
    ]);
    for (const answer of answers) if (answer) expect(answer.data.undoAttendanceUpload.status).toBe("UNDONE");
    for (const [credits, ...certificates] of Object.values(await state())) {
      expect(credits).toBeNull();
      expect(certificates.filter((certificate) => certificate?.startsWith("ISSUED"))).toEqual([]);
    }
    const [{ undone, changes }] = await world.sql(
      `SELECT (SELECT count(*)::int FROM audit_entry WHERE action = 'attendance.undo') AS undone,
         (SELECT count(*)::int FROM attendance_upload_change) AS changes`,
    );
    expect([undone, changes]).toEqual([1, 5]);
    expect(await programStatus()).toBe("AWAITING_ATTENDANCE");
  });

  test("leaves the report where another upload has attendance on record", async () => {
    const first = await send(csv(sampleRows.slice(0, 2)));
    await send(csv(sampleRows.slice(2)));
    await state();
    await undo(first);
    expect((await state())["100100"]).toEqual([null, "REVOKED 1.00"]);
    expect((await state())["100104"]).toEqual(["10.00", "ISSUED 10.00"]);
    expect(await programStatus()).toBe("COMPLETED");
  });

  test("is the provider's while the time to report is open, staff's always, nobody else's", async () => {
    const { world, provider, other, staff } = roster;
    const id = await send(csv(sampleRows));
    const actions = async (token: string) =>
      (await world.ok(token, "query ($id: ID!) { attendanceUpload(id: $id) { availableActions } }", { id }))
        .attendanceUpload?.availableActions;
    const absent = await undo("01900000-0000-7000-8000-000000000000", other.token);
    expect((await undo(id, other.token)).errors).toEqual(absent.errors);
    expect(absent.errors[0]?.extensions.code).toBe("NOT_FOUND");
    expect((await undo(id, provider.token, "  ")).errors[0]?.extensions.code).toBe("REASON_REQUIRED");
    expect(await actions(provider.token)).toEqual(["UNDO", "AMEND"]);
    world.setClock("2009-05-26T05:00:00Z");
    expect(await actions(provider.token)).toEqual([]);
    expect((await undo(id)).errors[0]).toMatchObject({
      message: expect.stringContaining("until 2009-05-25"),
      extensions: { code: "REPORTING_CLOSED" },
    });
    expect(await actions(staff.token)).toEqual(["UNDO", "AMEND"]);
    expect((await undo(id, staff.token)).data.undoAttendanceUpload.status).toBe("UNDONE");
    const { data } = await world.upload(
      provider.token,
      uploadDocument,
      { providerId: provider.id },
      withCell(0, "CECs", "11"),
    );
    expect((await undo(data.uploadAttendance.id)).errors[0]?.extensions.code).toBe("ILLEGAL_TRANSITION");
  });
});

describe("amend", () => {
  test("shows the difference, changes nothing as a preview, and applies it", async () => {
    const { world, provider, staff } = roster;
    const id = await send(csv(sampleRows));
    await state();
    const file = await corrected();
    const before = await state();
    const preview = (await amend(id, file, { preview: true, reason: null })).data.amendAttendanceUpload;
    const difference = {
      rowCount: 5,
      addedRows: 1,
      changedRows: 1,
      removedRows: 1,
      amends: { id },
      errors: { nodes: [] },
      changes: {
        totalCount: 3,
        nodes: [
          {
            kind: "CHANGED",
            line: 4,
            member: { memberNumber: "100102" },
            completedOnBefore: "2009-04-10",
            creditsBefore: "9.00",
            completedOnAfter: "2009-04-10",
            creditsAfter: "8.00",
          },
          {
            kind: "ADDED",
            line: 6,
            member: { memberNumber: "100105" },
            completedOnBefore: null,
            creditsBefore: null,
            completedOnAfter: "2009-04-10",
            creditsAfter: "2.00",
          },
          {
            kind: "REMOVED",
            line: null,
            member: { memberNumber: "100104" },
            completedOnBefore: "2009-04-10",
            creditsBefore: "10.00",
            completedOnAfter: null,
            creditsAfter: null,
          },
        ],
      },
    };
    expect(preview).toMatchObject({ ...difference, status: "PREVIEWED" });
    expect(preview.message).toBe("No errors: 1 added, 1 changed, 1 removed. Nothing has been changed yet.");
    expect(await state()).toEqual(before);

    const [{ number: kept }] = await world.sql(
      "SELECT c.number FROM certificate c JOIN member m ON m.id = c.member_id WHERE m.member_number = '100100'",
    );
    const applied = (await amend(id, file)).data.amendAttendanceUpload;
    expect(applied).toMatchObject({ ...difference, status: "PROCESSED" });
    expect(await state()).toEqual({
      100100: ["1.00", "ISSUED 1.00"],
      100101: ["3.00", "ISSUED 3.00"],
      100102: ["8.00", "SUPERSEDED 9.00", "ISSUED 8.00"],
      100103: ["9.00", "ISSUED 9.00"],
      100104: [null, "REVOKED 10.00"],
      100105: ["2.00", "ISSUED 2.00"],
    });
    expect(await programStatus()).toBe("COMPLETED");
    const { certificates, mails, attendance, attendanceUpload } = await world.ok(
      staff.token,
      `query ($id: ID!) {
        certificates { nodes { number status supersededBy { number } } } mails(filter: { kind: [CERTIFICATE] }) { nodes { subject text } }
        attendance(filter: { uploadId: $id }) { totalCount }
        attendanceUpload(id: $id) { status amendments { id status } } }`,
      { id },
    );
    expect(certificates.nodes.find((c: { number: string }) => c.number === kept).status).toBe("ISSUED");
    const old = certificates.nodes.find((c: { status: string }) => c.status === "SUPERSEDED");
    expect(old.supersededBy.number).not.toBe(old.number);
    expect(mails.nodes).toHaveLength(5 + 2 + 1);
    expect(
      mails.nodes.filter((m: { text: string }) => m.text.includes(`corrects certificate ${old.number}`)),
    ).toHaveLength(1);
    expect(attendance.totalCount).toBe(7);
    expect(attendanceUpload).toEqual({ status: "PROCESSED", amendments: [{ id: applied.id, status: "PROCESSED" }] });

    expect((await amend(id, file)).errors[0]?.extensions.code).toBe("NOTHING_CHANGED");
    expect((await amend(applied.id, file)).errors[0]?.extensions.code).toBe("ILLEGAL_TRANSITION");
    expect((await undo(applied.id)).errors[0]?.extensions.code).toBe("ILLEGAL_TRANSITION");
    // Back to what it was, and then all of it: what corrected it goes with it.
    expect((await amend(id, csv(sampleRows))).data.amendAttendanceUpload).toMatchObject({ status: "PROCESSED" });
    expect((await state())["100104"]).toEqual(["10.00", "REVOKED 10.00", "ISSUED 10.00"]);
    expect((await undo(id, provider.token)).data.undoAttendanceUpload.removedRows).toBe(5);
    for (const [credits, ...issued] of Object.values(await state())) {
      expect(credits).toBeNull();
      expect(issued.join()).not.toContain("ISSUED");
    }
    expect(await programStatus()).toBe("AWAITING_ATTENDANCE");
  });

  test("an error anywhere changes nothing, and rows of other uploads may not be in it", async () => {
    const { world } = roster;
    const id = await send(csv(sampleRows.slice(0, 3)));
    await send(csv(sampleRows.slice(3)));
    const before = await state();
    const wrong = (
      await amend(id, csv([...sampleRows.slice(0, 4), ["A09164", "100999", "No", "Body", "4/10/2009", "11"]]))
    ).data.amendAttendanceUpload;
    expect(wrong.status).toBe("REJECTED");
    expect(wrong.errors.nodes.map((e: Record<string, unknown>) => [e.line, e.column, e.code])).toEqual([
      [5, null, "ALREADY_RECORDED"],
      [6, "AAST ID", "UNKNOWN_MEMBER"],
      [6, "CECs", "CREDITS_ABOVE_MAXIMUM"],
    ]);
    expect(await state()).toEqual(before);
    expect((await amend(id, csv(sampleRows.slice(0, 2)), { reason: " " })).errors[0]?.extensions.code).toBe(
      "REASON_REQUIRED",
    );
    const absent = await amend("01900000-0000-7000-8000-000000000000", csv(sampleRows), {}, roster.other.token);
    expect((await amend(id, csv(sampleRows), {}, roster.other.token)).errors).toEqual(absent.errors);
    expect(absent.errors[0]?.extensions.code).toBe("NOT_FOUND");
    expect(await world.sql("SELECT 1 FROM attendance_upload_change")).toEqual([]);
  });

  test("what is on record stays whatever has changed since; staff correct it after the deadline, but add nothing late", async () => {
    const { world, staff } = roster;
    const id = await send(csv(sampleRows));
    await state();
    await world.sql("UPDATE member SET active = false WHERE member_number = '100100'");
    world.setClock("2009-06-20T15:00:00Z");
    const file = csv([...sampleRows.slice(0, 4), [...(sampleRows[4] ?? []).slice(0, 5), "7"]]);
    expect((await amend(id, file)).errors[0]?.extensions.code).toBe("REPORTING_CLOSED");
    expect((await amend(id, file, {}, staff.token)).data.amendAttendanceUpload).toMatchObject({
      status: "PROCESSED",
      changedRows: 1,
    });
    expect((await state())["100104"]).toEqual(["7.00", "SUPERSEDED 10.00", "ISSUED 7.00"]);
    const late = (await amend(id, await corrected(), {}, staff.token)).data.amendAttendanceUpload;
    expect(late.errors.nodes.map((e: Record<string, unknown>) => [e.line, e.code])).toEqual([[6, "REPORTING_CLOSED"]]);
  });

  test("six at once, while certificates are being issued: applied once, and one certificate holds for each record", async () => {
    const { world } = roster;
    const id = await send(csv(sampleRows));
    const file = await corrected();
    const answers = await Promise.all([
      world.runJobs(),
      ...Array.from({ length: 6 }, () => amend(id, file)),
      world.runJobs(),
      world.runJobs(),
    ]);
    const outcomes = answers.flatMap((answer) =>
      answer ? [answer.errors[0]?.extensions.code ?? answer.data.amendAttendanceUpload.status] : [],
    );
    expect(outcomes.sort()).toEqual([...Array(5).fill("NOTHING_CHANGED"), "PROCESSED"]);
    for (const [credits, ...certificates] of Object.values(await state()))
      expect(certificates.filter((each) => String(each).startsWith("ISSUED"))).toEqual(
        credits === null ? [] : [`ISSUED ${credits}`],
      );
  });

  const certificateOf = async (memberNumber: string): Promise<string> =>
    (
      await roster.world.sql(
        "SELECT c.id FROM certificate c JOIN member m ON m.id = c.member_id WHERE m.member_number = $1",
        [memberNumber],
      )
    )[0].id;
  const revoke = (id: string) =>
    roster.world.ok(
      roster.staff.token,
      'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { status } }',
      { id },
    );

  test("revoked before the corrected certificate was issued: none is, and the credit is gone", async () => {
    const id = await send(csv(sampleRows));
    await state();
    await amend(id, await corrected());
    await revoke(await certificateOf("100102"));
    expect((await state())["100102"]).toEqual([null, "REVOKED 9.00"]);
  });

  test("revoked while the correction is being recorded: it waits, and takes the corrected credit back", async () => {
    const { world } = roster;
    const id = await send(csv(sampleRows));
    await state();
    const certificateId = await certificateOf("100102");
    const file = await corrected();
    const held = await holding(
      world,
      "SELECT FROM attendance_record WHERE id = (SELECT attendance_record_id FROM certificate WHERE id = $1) FOR UPDATE",
      [certificateId],
    );
    const amending = amend(id, file);
    await blocked(world, 1);
    const revoking = revoke(certificateId);
    await blocked(world, 2);
    await held.release();
    expect((await amending).data.amendAttendanceUpload.status).toBe("PROCESSED");
    expect((await revoking).revokeCertificate.status).toBe("REVOKED");
    expect((await state())["100102"]).toEqual([null, "REVOKED 9.00"]);
  });

  test("undone before its certificates were issued: none holds", async () => {
    const id = await send(csv(sampleRows));
    await state();
    await amend(id, await corrected());
    await undo(id);
    expect(await state()).toMatchObject({
      100100: [null, "REVOKED 1.00"],
      100102: [null, "REVOKED 9.00"],
      100105: [null],
    });
  });
});

test("what staff revoked its provider does not award again, by whatever way; staff may, and what was superseded points to what holds", async () => {
  const { world, provider, staff } = roster;
  const id = await send(csv(sampleRows.slice(0, 3)));
  await world.runJobs();
  const certificateOf = async (number: string) =>
    (
      await world.sql(
        `SELECT c.id, c.verification_code AS code FROM certificate c JOIN member m ON m.id = c.member_id
         WHERE m.member_number = $1 ORDER BY c.number DESC LIMIT 1`,
        [number],
      )
    )[0];
  const sallys = (await certificateOf("100102")).code;
  await world.ok(
    staff.token,
    'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there") { status } }',
    { id: (await certificateOf("100101")).id },
  );
  const sallyLess = csv(sampleRows.slice(0, 3).map((row) => (row[1] === "100102" ? [...row.slice(0, 5), "8"] : row)));
  const refused = await amend(id, sallyLess);
  expect(refused.data.amendAttendanceUpload).toMatchObject({
    status: "REJECTED",
    errors: {
      nodes: [
        {
          line: 3,
          column: null,
          code: "STAFF_DECIDES",
          message:
            "Line 3: the accreditor's staff have revoked this member's credit for this program. Remove the row, or ask them.",
        },
      ],
    },
  });
  const enter = "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { credits } }";
  const input = {
    programNumber: "A09164",
    memberNumber: "100101",
    firstName: "Jane",
    lastName: "Jones",
    completionDate: "2009-04-10",
    credits: "3",
  };
  expect(await world.refused(provider.token, enter, { input })).toBe("STAFF_DECIDES");
  expect((await state())["100101"]).toEqual([null, "REVOKED 3.00"]);

  const without = csv(
    sampleRows
      .slice(0, 3)
      .filter((row) => row[1] !== "100101")
      .map((row) => (row[1] === "100102" ? [...row.slice(0, 5), "8"] : row)),
  );
  expect((await amend(id, without)).data.amendAttendanceUpload).toMatchObject({ changedRows: 1, removedRows: 0 });
  await world.ok(staff.token, enter, { input });
  expect(await state()).toMatchObject({
    100101: ["3.00", "REVOKED 3.00", "ISSUED 3.00"],
    100102: ["8.00", "SUPERSEDED 9.00", "ISSUED 8.00"],
  });
  const heir = async () =>
    (
      await world.ok(null, "query ($c: String!) { verifyCertificate(code: $c) { status supersededByCode } }", {
        c: sallys,
      })
    ).verifyCertificate;
  expect((await heir()).supersededByCode.replaceAll("-", "")).toBe((await certificateOf("100102")).code);
  await undo(id);
  await world.runJobs();
  // The one that came after it was revoked: none counts any more.
  expect(await heir()).toEqual({ status: "SUPERSEDED", supersededByCode: null });
});

test("offerings on the same days in other time zones are told apart: one that is still to come is not reported", async () => {
  const { world } = roster;
  // At this instant the day is over in Kiritimati, and has just begun in the far west.
  world.setClock("2009-04-10T12:30:00Z");
  await world.sql("UPDATE offering SET time_zone = 'Pacific/Kiritimati' WHERE id = $1", [roster.offeringId]);
  await world.sql(
    `INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format, place)
     SELECT program_id, starts_on, ends_on, 'Etc/GMT+12', format, place FROM offering WHERE id = $1`,
    [roster.offeringId],
  );
  await send(csv(sampleRows.slice(0, 1)));
  expect(
    await world.sql(
      "SELECT time_zone, reported_at IS NOT NULL AS reported FROM offering WHERE program_id = $1 ORDER BY 1",
      [roster.programId],
    ),
  ).toEqual([
    { time_zone: "Etc/GMT+12", reported: false },
    { time_zone: "Pacific/Kiritimati", reported: true },
  ]);
  expect(await programStatus()).toBe("AWAITING_ATTENDANCE");
});
