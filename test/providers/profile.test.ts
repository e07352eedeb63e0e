import { ProviderStatus } from "../../server/core/viewer.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { mailedCode } from "../accounts/mailbox.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import {
  application,
  create,
  type Operation,
  offering,
  operations,
  programIn,
  today,
} from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
});
afterAll(() => world.stop());

const fields =
  "id name address contactName contactEmail webPage version mayChange timeline { action actor changes { field before after } }";
const profileQuery = `query ($id: ID!) { providerProfile(providerId: $id) { ${fields} } }`;
const update = `mutation ($id: ID!, $version: Int!, $input: ProviderProfileInput!) { updateProvider(id: $id, version: $version, input: $input) { ${fields} } }`;
const given = {
  name: "Lakeside Sleep Center",
  address: "1 Lake Street\nChicago, IL",
  contactName: "Pat Rivera",
  contactEmail: "pat@lakeside.test",
  webPage: "https://lakeside.example/cec",
};
const codeOf = ({ errors }: { errors: { extensions: { code?: unknown } }[] }) => errors[0]?.extensions.code ?? "OK";

test("an owner changes the profile; the timeline has each field as it was and is; what is the same is no change", async () => {
  const { id, token, email } = { email: "", ...(await world.provider({ name: "Lakeside" })) };
  const changed = await world.graphql(token, update, { id, version: 1, input: given });
  expect(changed.errors).toEqual([]);
  expect(changed.data?.updateProvider).toMatchObject({ ...given, version: 2, mayChange: true });
  expect(changed.data?.updateProvider.timeline[0]).toMatchObject({
    action: "provider.update",
    ...(email && { actor: email }),
    changes: [
      { field: "name", before: "Lakeside", after: given.name },
      ...(["address", "contactName", "contactEmail", "webPage"] as const).map((field) => ({
        field,
        before: expect.any(String),
        after: given[field],
      })),
    ],
  });
  const again = await world.graphql(token, update, { id, version: 2, input: given });
  expect(again.data?.updateProvider.version).toBe(2);
  expect(codeOf(await world.graphql(token, update, { id, version: 1, input: given }))).toBe("STALE_VERSION");
});

test.each([
  [{ name: " " }, "name"],
  [{ name: "Win at http://evil.example" }, "name"],
  [{ webPage: "javascript:alert(1)" }, "webPage"],
  [{ contactEmail: "nobody" }, "contactEmail"],
  [{ address: "a\u0000b" }, "address"],
])("what cannot be is refused at its field: %j", async (wrong, field) => {
  const { id, token } = await world.provider();
  const { errors } = await world.graphql(token, update, { id, version: 1, input: { ...given, ...wrong } });
  expect(errors[0]?.extensions.code).toBe("BAD_INPUT");
  if (field !== "address") expect(JSON.stringify(errors[0]?.extensions)).toContain(field);
});

test("editors and strangers change nothing; staff do; a suspended provider reads; of two at once one is stale", async () => {
  const provider = await world.provider();
  const { id, token } = provider;
  const editor = await world.account();
  await world.actFor(id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  const [other, staff] = [await world.provider(), await world.staff()];
  expect(codeOf(await world.graphql(editor.token, update, { id, version: 1, input: given }))).toBe("FORBIDDEN");
  expect((await world.graphql(editor.token, profileQuery, { id })).data?.providerProfile.mayChange).toBe(false);
  for (const query of [profileQuery, update])
    expect(codeOf(await world.graphql(other.token, query, { id, version: 1, input: given }))).toBe("NOT_FOUND");
  expect(codeOf(await world.graphql(staff.token, update, { id, version: 1, input: given }))).toBe("OK");
  const race = await Promise.all(
    [token, staff.token].map((each, i) =>
      world.graphql(each, update, { id, version: 2, input: { ...given, contactName: `Number ${i}` } }),
    ),
  );
  expect(race.map(codeOf).sort()).toEqual(["OK", "STALE_VERSION"]);
  const suspend = 'mutation ($id: ID!) { suspendProvider(id: $id, reason: "Fees.") { status } }';
  expect(codeOf(await world.graphql(staff.token, suspend, { id }))).toBe("OK");
  expect(codeOf(await world.graphql(token, update, { id, version: 3, input: given }))).toBe("PROVIDER_NOT_ACTIVE");
  expect(codeOf(await world.graphql(token, profileQuery, { id }))).toBe("OK");
});

test("who registers an organization is its contact", async () => {
  const email = "contact@registers.test";
  const { registerProvider } = await world.ok(
    null,
    "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { token } }",
    { input: { email, password: "a password of many words", organization: "Newcomers", contactName: "Ada Okafor" } },
  );
  const code = await mailedCode(world, email);
  const { confirmRegistration: signedIn } = await world.ok(
    null,
    "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { token viewer { providers { id } } } }",
    { token: registerProvider.token, code },
  );
  const { data: read } = await world.graphql(signedIn.token, profileQuery, { id: signedIn.viewer.providers[0].id });
  expect(read?.providerProfile).toMatchObject({
    contactName: "Ada Okafor",
    contactEmail: email,
    address: "",
    webPage: "",
  });
});

describe("a certificate says who the provider is on the day of issue, and stays as it was printed", () => {
  const setAddress = async (token: string, printProviderAddress: boolean) => {
    const { settingsPage } = await world.ok(token, "{ settingsPage { version } }");
    await world.ok(
      token,
      "mutation ($version: Int!, $print: Boolean!) { updateSettings(version: $version, input: { printProviderAddress: $print }) { printProviderAddress } }",
      { version: settingsPage.version, print: printProviderAddress },
    );
  };
  const certificateFields = "id number status providerName providerAddress jointProviders verificationCode pdfUrl";
  const enter = async (
    token: string,
    { number: programNumber }: { number: string | null },
    { memberNumber }: { memberNumber: string },
    completionDate: string,
  ) => {
    await world.ok(token, "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }", {
      input: { programNumber, memberNumber, firstName: "Ada", lastName: "Byron", completionDate, credits: "1.50" },
    });
    await world.runJobs();
    const { certificates } = await world.ok(
      token,
      `query ($number: String!) { certificates(filter: { memberNumber: $number }) { nodes { ${certificateFields} } } }`,
      { number: memberNumber },
    );
    return certificates.nodes;
  };
  const textOf = async (token: string, { pdfUrl }: { pdfUrl: string }): Promise<string> => {
    const file = await world.fetch(pdfUrl, { token });
    return (await readPdf(Buffer.from(await file.arrayBuffer()))).pages.join("\n").replace(/\s+/g, " ");
  };
  const address = "1 Lake Street\nSuite 4,\n\n Chicago, IL 60601 ";
  const oneLine = "1 Lake Street, Suite 4, Chicago, IL 60601";

  test("renamed between approval and certificate: the new name on paper, /verify, the transcript and the log; what was issued keeps the old one", async () => {
    world.setClock(today);
    const [provider, staff] = [await world.provider({ name: "Lakeside Sleep Center" }), await world.staff()];
    const offerings = [offering(), offering({ startsOn: "2026-04-11", endsOn: "2026-04-11" })];
    const program = await programIn(world, { provider, staff }, "APPROVED", { offerings });
    const [first, second] = [
      await world.member({ firstName: "Ada", lastName: "Byron" }),
      await world.member({ firstName: "Ada", lastName: "Byron" }),
    ];
    await setAddress(staff.token, true);
    world.setClock("2026-04-13T15:00:00Z");
    const [before] = await enter(provider.token, program, first, "2026-04-10");
    expect(before).toMatchObject({ providerName: "Lakeside Sleep Center", providerAddress: "1 Main Street" });
    const printed = await textOf(provider.token, before);
    expect(printed).toContain("1 Main Street");

    const renamed = { ...given, name: "Lakeshore Institute of Sleep", address };
    await world.ok(provider.token, update, { id: provider.id, version: 1, input: renamed });
    const [after] = await enter(provider.token, program, second, "2026-04-11");
    expect(after).toMatchObject({ providerName: renamed.name, providerAddress: oneLine });
    const text = await textOf(provider.token, after);
    expect(text).toContain("Provided by Lakeshore Institute of Sleep");
    expect(text).toContain(oneLine);
    expect(text).not.toContain("Lakeside Sleep Center");

    expect(await textOf(provider.token, before)).toBe(printed);
    for (const [certificate, name] of [
      [before, "Lakeside Sleep Center"],
      [after, renamed.name],
    ] as const) {
      const page = await (await world.fetch(`/verify/${certificate.verificationCode}`)).text();
      expect(page).toContain(name);
      expect(page).not.toContain(name === renamed.name ? "Lakeside Sleep Center" : renamed.name);
      expect(page).not.toMatch(/Lake Street|Main Street/);
    }
    for (const [{ id }, name] of [
      [first, "Lakeside Sleep Center"],
      [second, renamed.name],
    ] as const) {
      const { transcript } = await world.ok(
        staff.token,
        "query ($id: ID!) { transcript(memberId: $id) { lines { providerName } } }",
        { id },
      );
      expect(transcript.lines).toEqual([{ providerName: name }]);
    }
    const { providerProfile } = await world.ok(staff.token, profileQuery, { id: provider.id });
    expect(providerProfile.timeline[0]).toMatchObject({
      action: "provider.update",
      changes: expect.arrayContaining([
        { field: "name", before: "Lakeside Sleep Center", after: renamed.name },
        { field: "address", before: "1 Main Street", after: address.trim() },
      ]),
    });
  });

  test("the address is printed for what is completed from the day after it is set, and not once that is over", async () => {
    world.setClock(today);
    const [provider, staff] = [await world.provider({ name: "Lakeside Sleep Center" }), await world.staff()];
    await world.ok(provider.token, update, { id: provider.id, version: 1, input: { ...given, address } });
    await setAddress(staff.token, false);
    const days = ["2026-04-10", "2026-04-11", "2026-04-12"];
    const offerings = days.map((day) => offering({ startsOn: day, endsOn: day }));
    const program = await programIn(world, { provider, staff }, "APPROVED", { offerings });
    world.setClock("2026-04-10T15:00:00Z");
    await setAddress(staff.token, true);
    world.setClock("2026-04-11T15:00:00Z");
    await setAddress(staff.token, false);
    world.setClock("2026-04-14T15:00:00Z");
    const addresses = [];
    for (const day of days) {
      const member = await world.member({ firstName: "Ada", lastName: "Byron" });
      const [certificate] = await enter(provider.token, program, member, day);
      addresses.push(certificate.providerAddress);
    }
    expect(addresses).toEqual(["", oneLine, ""]);
  });

  test("where it is printed, no program is submitted without one", async () => {
    world.setClock("2026-05-02T15:00:00Z");
    const [provider, staff] = [await world.provider(), await world.staff()];
    await setAddress(staff.token, true);
    const withAddress = (version: number, text: string) =>
      world.ok(provider.token, update, { id: provider.id, version, input: { ...given, address: text } });
    await withAddress(1, "");
    const draft = await programIn(world, { provider, staff }, "DRAFT", {
      offerings: [offering({ startsOn: "2026-06-10", endsOn: "2026-06-10" })],
    });
    const submit = "mutation ($id: ID!) { submitProgram(id: $id, version: 1) { status } }";
    const { errors } = await world.graphql(provider.token, submit, { id: draft.id });
    expect(errors[0]?.extensions).toMatchObject({
      code: "INCOMPLETE_APPLICATION",
      problems: [{ field: "providerId", message: expect.stringContaining("postal address") }],
    });
    await withAddress(2, address);
    await world.ok(provider.token, submit, { id: draft.id });
  });

  test("an address that no certificate can show is refused where it is typed, with the character", async () => {
    const { id, token } = await world.provider();
    const { errors } = await world.graphql(token, update, {
      id,
      version: 1,
      input: { ...given, address: "1 Lake St\n\u{16A0} Hall" },
    });
    expect(errors[0]?.extensions.code).toBe("BAD_INPUT");
    expect(JSON.stringify(errors[0])).toContain("U+16A0");
  });

  test("joint providers are named everywhere, accounts as they are called by then; they see and do nothing of it", async () => {
    world.setClock("2026-05-04T15:00:00Z");
    const [provider, joint, other, staff] = [
      await world.provider({ name: "Lakeside Sleep Center" }),
      await world.provider({ name: "Mercy Hospital" }),
      await world.provider({ name: "Riverside Clinic" }),
      await world.staff(),
    ];
    const numberOf = async ({ id }: { id: string }) =>
      (await world.sql("SELECT number FROM provider WHERE id = $1", [id]))[0].number as string;
    const [own, first, second] = [await numberOf(provider), await numberOf(joint), await numberOf(other)];
    const offerings = [offering({ startsOn: "2026-06-10", endsOn: "2026-06-10" })];
    const jointProviders = [first.toLowerCase(), " Institut für Schlafmedizin ", "", second];
    const program = await programIn(world, { provider, staff }, "APPROVED", { offerings, jointProviders });
    const read = "query ($id: ID!) { program(id: $id) { jointProviders jointProviderNames } }";
    expect((await world.ok(staff.token, read, { id: program.id })).program).toEqual({
      jointProviders: [first, "Institut für Schlafmedizin", second],
      jointProviderNames: ["Mercy Hospital", "Institut für Schlafmedizin", "Riverside Clinic"],
    });
    expect(await world.ok(joint.token, read, { id: program.id })).toEqual({ program: null });

    // One joint account is renamed before the certificate, the other one turns out to be the first.
    await world.ok(joint.token, update, { id: joint.id, version: 1, input: { ...given, name: "Mercy Health" } });
    const preview =
      "query ($keep: ID!, $merge: ID!) { providerMergePreview(keepId: $keep, mergeId: $merge) { fingerprint } }";
    const pair = { keep: joint.id, merge: other.id };
    const { providerMergePreview } = await world.ok(staff.token, preview, pair);
    await world.ok(
      staff.token,
      `mutation ($keep: ID!, $merge: ID!, $print: String!) { mergeProviders(keepId: $keep, mergeId: $merge, fingerprint: $print, reason: "One house.") { id } }`,
      { ...pair, print: providerMergePreview.fingerprint },
    );
    const names = ["Mercy Health", "Institut für Schlafmedizin"];
    expect((await world.ok(staff.token, read, { id: program.id })).program.jointProviderNames).toEqual(names);

    const { calendar } = await world.ok(
      null,
      `{ calendar(filter: { provider: "mercy heal" }) { programNumber providerName jointProviders } }`,
    );
    expect(calendar).toEqual([
      { programNumber: program.number, providerName: "Lakeside Sleep Center", jointProviders: names },
    ]);
    for (const path of [`/calendar/${program.number}`, "/calendar", "/calendar.atom"]) {
      const page = await (await world.fetch(path)).text();
      for (const name of ["Lakeside Sleep Center", ...names]) expect(page).toContain(name);
    }
    const event = (await (await world.fetch(`/calendar/${program.number}.ics`)).text()).replace(/\r\n /g, "");
    expect(event).toContain("Mercy Health");
    const list = await (await world.fetch("/exports/programs.csv", { token: staff.token })).text();
    expect(list).toContain("Mercy Health; Institut für Schlafmedizin");

    world.setClock("2026-06-12T15:00:00Z");
    const member = await world.member({ firstName: "Ada", lastName: "Byron" });
    const [certificate] = await enter(provider.token, program, member, "2026-06-10");
    expect(certificate).toMatchObject({ providerName: "Lakeside Sleep Center", jointProviders: names });
    expect(await textOf(staff.token, certificate)).toContain(
      "Provided jointly with Mercy Health · Institut für Schlafmedizin",
    );
    const page = await (await world.fetch(`/verify/${certificate.verificationCode}`)).text();
    for (const name of names) expect(page).toContain(name);
    const { transcript } = await world.ok(
      staff.token,
      "query ($id: ID!) { transcript(memberId: $id) { lines { providerName jointProviders } } }",
      { id: member.id },
    );
    expect(transcript.lines).toEqual([{ providerName: "Lakeside Sleep Center", jointProviders: names }]);
    expect(own).not.toBe(first);
  });

  test("a joint provider is told of the approval, and a reviewer reads its name where the application was changed", async () => {
    world.setClock("2026-05-04T15:00:00Z");
    const [provider, joint, staff] = [
      await world.provider({ name: "Lakeside Sleep Center" }),
      await world.provider({ name: "Mercy Hospital" }),
      await world.staff(),
    ];
    const changes = { offerings: [offering({ startsOn: "2026-06-10", endsOn: "2026-06-10" })] };
    const draft = await create(world, provider, { ...changes, jointProviders: ["Institut für Schlafmedizin"] });
    const step = async (token: string, operation: Operation, variables: object = {}) => {
      const { version } = (await world.ok(token, "query ($id: ID!) { program(id: $id) { version } }", { id: draft.id }))
        .program;
      await world.ok(token, operations[operation], { id: draft.id, version, ...variables });
    };
    await step(provider.token, "submitProgram");
    await step(staff.token, "startReview");
    await step(staff.token, "requestChanges", { reason: "Who is the second one?" });
    const input = await application(world, provider.id, {
      ...changes,
      jointProviders: ["Institut für Schlafmedizin", joint.number],
    });
    await step(provider.token, "updateProgram", { input });
    await step(provider.token, "submitProgram");
    const read = "query ($id: ID!) { program(id: $id) { changesSinceSubmission { field before after } } }";
    expect((await world.ok(staff.token, read, { id: draft.id })).program.changesSinceSubmission).toEqual([
      {
        field: "jointProviders",
        before: "Institut für Schlafmedizin",
        after: "Institut für Schlafmedizin\nMercy Hospital",
      },
    ]);
    const [{ address }] = await world.sql("SELECT address FROM email_address WHERE account_id = $1", [joint.accountId]);
    const told = async () => (await world.mails(MailKind.PROGRAM_APPROVED)).filter(({ to }) => to === address);
    expect(await told()).toEqual([]);
    await step(staff.token, "startReview");
    await step(staff.token, "approveProgram", { credits: "1.50" });
    const [mail, ...others] = await told();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      subject: expect.stringMatching(/^Mercy Hospital is named on program /),
    });
    expect(mail?.text).toContain("Lakeside Sleep Center alone reports attendance");
    expect(mail?.text).not.toContain("/admin/programs/");
  });

  test("merged after a certificate: the old name stays on it, on /verify and the transcript, what comes later has the new one", async () => {
    world.setClock(today);
    const [kept, gone, staff] = [
      await world.provider({ name: "Lakeside Sleep Center" }),
      await world.provider({ name: "Lake Side Sleep Ctr" }),
      await world.staff(),
    ];
    const offerings = [offering(), offering({ startsOn: "2026-04-11", endsOn: "2026-04-11" })];
    const program = await programIn(world, { provider: gone, staff }, "APPROVED", { offerings });
    const member = await world.member({ firstName: "Ada", lastName: "Byron" });
    world.setClock("2026-04-13T15:00:00Z");
    const [before] = await enter(gone.token, program, member, "2026-04-10");
    const printed = await textOf(staff.token, before);
    expect(printed).toContain("Provided by Lake Side Sleep Ctr");
    const pair = { keep: kept.id, merge: gone.id };
    const { providerMergePreview } = await world.ok(
      staff.token,
      "query ($keep: ID!, $merge: ID!) { providerMergePreview(keepId: $keep, mergeId: $merge) { fingerprint } }",
      pair,
    );
    await world.ok(
      staff.token,
      `mutation ($keep: ID!, $merge: ID!, $print: String!) { mergeProviders(keepId: $keep, mergeId: $merge, fingerprint: $print, reason: "One house.") { id } }`,
      { ...pair, print: providerMergePreview.fingerprint },
    );
    const both = await enter(kept.token, program, member, "2026-04-11");
    const after = both.find(({ id }: { id: string }) => id !== before.id);
    expect(await textOf(kept.token, after)).toContain("Provided by Lakeside Sleep Center");
    expect(await textOf(kept.token, before)).toBe(printed);
    for (const [{ verificationCode }, name] of [
      [before, "Lake Side Sleep Ctr"],
      [after, "Lakeside Sleep Center"],
    ] as const)
      expect(await (await world.fetch(`/verify/${verificationCode}`)).text()).toContain(name);
    const { transcript } = await world.ok(
      staff.token,
      "query ($id: ID!) { transcript(memberId: $id) { lines { completedOn providerName } } }",
      { id: member.id },
    );
    expect(transcript.lines.map((line: { providerName: string }) => line.providerName).toSorted()).toEqual([
      "Lake Side Sleep Ctr",
      "Lakeside Sleep Center",
    ]);
  });

  test("what cannot be a joint provider is refused at its place: a number of nobody, its own, one not let in, one twice", async () => {
    world.setClock("2026-05-04T15:00:00Z");
    const [provider, joint, staff] = [await world.provider(), await world.provider(), await world.staff()];
    const applied = await world.provider({ status: ProviderStatus.APPLIED });
    const numbers = await world.sql("SELECT id, number, name FROM provider WHERE id = ANY($1)", [
      [provider.id, joint.id, applied.id],
    ]);
    const of = ({ id }: { id: string }) => numbers.find((each) => each.id === id);
    const input = (jointProviders: string[]) => application(world, provider.id, { jointProviders });
    const createIt = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id version } }";
    for (const wrong of ["P9999", of(provider).number, of(applied).number, of(joint).name, "A name", "\u{16A0}"]) {
      const { errors } = await world.graphql(provider.token, createIt, {
        input: await input(["a NAME", of(joint).number, wrong]),
      });
      expect([wrong, errors[0]?.extensions.code]).toEqual([wrong, "BAD_INPUT"]);
      if (wrong !== "\u{16A0}") expect(errors[0]?.extensions.field).toBe("jointProviders.2");
    }
    // Let in when it was named, suspended when the application is handed in.
    const { createProgram } = await world.ok(provider.token, createIt, { input: await input([of(joint).number]) });
    await world.ok(staff.token, 'mutation ($id: ID!) { suspendProvider(id: $id, reason: "Fees.") { id } }', {
      id: joint.id,
    });
    const { errors } = await world.graphql(
      provider.token,
      "mutation ($id: ID!) { submitProgram(id: $id, version: 1) { id } }",
      { id: createProgram.id },
    );
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "jointProviders.0" });
  });
});
