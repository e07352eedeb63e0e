import { readFile } from "node:fs/promises";
import { attendeePages } from "../../server/http/attendee.routes.ts";

const patternsIn = async (file: string, around: RegExp): Promise<RegExp[]> =>
  [...(await readFile(file, "utf8")).matchAll(around)].map(([, pattern]) => new RegExp(pattern as string));

test("every page of the attendee's client is answered at its address, and opens without a network", async () => {
  const routes = await patternsIn("attendee/app.tsx", /\{ path: \/(\^.+?\$)\/, /g);
  const [ofWorker] = await patternsIn("attendee/public/service-worker.js", /const ownPage =\s+\/(.+)\/;/g);
  expect(routes.length).toBeGreaterThan(15);
  // An address of each: what stands in brackets is an ID.
  const addresses = routes.map(({ source }) => source.replace("([\\w-]+)", "some-id").replace(/[\\^$]/g, ""));
  for (const [at, address] of addresses.entries()) expect(routes[at]?.test(address)).toBe(true);
  expect(addresses.filter((address) => !attendeePages.test(address))).toEqual([]);
  // To connect an app takes the server.
  expect(addresses.filter((address) => !ofWorker?.test(address))).toEqual(["/connect/some-id"]);
  expect(
    ["/verify", "/admin", "/graphql", "/transcript.pdf", "/renewal/proof.pdf", "/x"].filter((p) =>
      attendeePages.test(p),
    ),
  ).toEqual([]);
});
