import { doubledCredit, type Holding } from "../../server/persons/doubled-credit.ts";

let made = 0;
const whole = (memberId: string, offeringId: string, credits: string): Holding => ({
  memberId,
  recordId: `record ${++made}`,
  programId: offeringId.slice(0, 1),
  offeringId,
  session: null,
  credits,
});
const session = (memberId: string, id: string, from: number, to: number, credits = "1.00", more = {}): Holding => ({
  memberId,
  recordId: `record ${++made}`,
  programId: id.slice(0, 1),
  offeringId: `${id.slice(0, 1)}1`,
  session: {
    id,
    startsAt: new Date(from * 60_000),
    endsAt: new Date(to * 60_000),
    virtual: false,
    date: "1970-01-01",
    releasedOn: null,
    recordingOfId: null,
    attendedOn: "1970-01-01",
    ...more,
  },
  credits,
});
const chosen = (holding: Holding): Holding => ({ ...holding, recordId: null });

const keep = "keep";
const merged = "merged";

test.each<[string, Holding[], number[]]>([
  ["nothing", [], []],
  ["two offerings of one program", [whole(keep, "p1", "1.00"), whole(merged, "p2", "1.00")], []],
  ["the same offering: of equals the one of who stays", [whole(merged, "p1", "1.00"), whole(keep, "p1", "1.00")], [0]],
  ["the same offering: what earns more stays", [whole(keep, "p1", "1.00"), whole(merged, "p1", "1.25")], [0]],
  ["back to back", [session(keep, "ca", 0, 60), session(merged, "cb", 60, 120)], []],
  ["a minute of overlap", [session(keep, "ca", 0, 61), session(merged, "cb", 60, 120)], [1]],
  ["overlap across conferences", [session(keep, "ca", 0, 60), session(merged, "da", 30, 90, "1.25")], [0]],
  ["overlap of one member's own", [session(keep, "ca", 0, 60), session(keep, "cb", 30, 90)], []],
  ["a recording", [session(keep, "ca", 0, 60), session(merged, "cb", 900, 960, "1.00", { recordingOfId: "ca" })], [1]],
  [
    "reported whole for more than the sessions together",
    [whole(merged, "c1", "6.00"), session(keep, "ca", 0, 60), session(keep, "cb", 60, 120)],
    [1, 2],
  ],
  [
    "reported whole for less than the sessions together",
    [whole(keep, "c1", "1.50"), session(merged, "ca", 0, 60), session(merged, "cb", 60, 120)],
    [0],
  ],
  ["what was only chosen goes first", [chosen(session(keep, "ca", 0, 60, "2.00")), session(merged, "ca", 0, 60)], [0]],
  [
    "one session against two neighbours of it",
    [session(keep, "ca", 0, 60), session(keep, "cb", 60, 120), session(merged, "cc", 30, 90)],
    [2],
  ],
])("%s", (_name, holdings, dropped) => {
  expect([...doubledCredit(holdings, keep).keys()].map((holding) => holdings.indexOf(holding)).sort()).toEqual(dropped);
});
