import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "./roster-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld({ rateLimits: { membersSuggestedByProvider: 4 } });
});
afterAll(() => roster.world.stop());

/** The lines of a roster of wrong first names that are answered with a likely member. */
const suggested = async (token: string, rows = sampleRows): Promise<number[]> => {
  const wrong = rows.map(([program, number, , last, ...rest]) => [program, number, "Bob", last, ...rest] as string[]);
  const { data } = await roster.world.upload(
    token,
    uploadDocument,
    { providerId: roster.provider.id, preview: true },
    csv(wrong),
  );
  expect(data.uploadAttendance.errorCount).toBe(rows.length);
  return data.uploadAttendance.errors.nodes
    .filter(({ suggestions }: { suggestions: string[] }) => suggestions.length > 0)
    .map(({ line }: { line: number }) => line);
};

test("so many rows of a provider's rosters and entries are answered with likely members in a day, those of staff always", async () => {
  const { world, provider, staff } = roster;
  const enter = async (): Promise<string> => {
    const { errors } = await world.graphql(
      provider.token,
      "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }",
      {
        input: {
          programNumber: "A09164",
          memberNumber: "100102",
          firstName: "Bob",
          lastName: "Johnson",
          completionDate: "2009-04-10",
          credits: "1",
        },
      },
    );
    return errors[0]?.message ?? "";
  };
  // Entries that are refused count as well.
  expect(await enter()).toContain("Did you mean 100102, Sally Johnson?");
  expect(await suggested(provider.token, sampleRows.slice(0, 2))).toEqual([2, 3]);
  // What is left of the day's is given in the order of the file; the other errors are told as before.
  expect(await suggested(provider.token)).toEqual([2]);
  expect(await suggested(provider.token)).toEqual([]);
  expect(await enter()).toContain("Check the ID and the name in Member Search.");
  expect(await suggested(staff.token)).toEqual([2, 3, 4, 5, 6]);
  world.setClock("2009-04-21T15:00:01Z");
  expect(await suggested(provider.token, sampleRows.slice(0, 4))).toEqual([2, 3, 4, 5]);
});
