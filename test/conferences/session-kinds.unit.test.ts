import {
  assertEarnable,
  fitKinds,
  type KindOfSession,
  readSaidKinds,
  type SaidKind,
} from "../../server/conferences/session-kinds.ts";
import type { LoadedKind } from "../../server/programs/program-credit-kinds.ts";

/** Ethics is part of the default kind; nursing stands beside it, and opioids are part of nursing. */
const kind = (code: string, partOf: object | null = null, rule: object = {}) =>
  ({
    kindId: code,
    kind: { id: code, code, name: code, partOf },
    creditRule: {
      minutesPerUnit: 60,
      step: "0.25",
      rounding: "DOWN",
      minimumMinutes: 0,
      minimumCredits: "0.00",
      firstUnitWhole: false,
      ...rule,
    },
  }) as unknown as LoadedKind;
const nursing = kind("NURSING");
// The part stands before its whole.
const kinds = [kind("OPIOIDS", { id: "NURSING" }), nursing, kind("ETHICS", { isDefault: true })];
const set = (kindId: string, credits: string, setByStaff = false): KindOfSession => ({
  kindId,
  credits,
  isSet: true,
  setByStaff,
});
const computed = (kindId: string): KindOfSession => ({ kindId, credits: "0.00", isSet: false, setByStaff: false });
const amounts = (of: readonly KindOfSession[]) => of.map(({ kindId, credits }) => `${kindId} ${credits}`);

test.each<[string, KindOfSession[], minutes: number, credits: string, fitted: string[]]>([
  ["what its minutes earn", [computed("NURSING")], 50, "0.75", ["NURSING 0.75"]],
  ["what is set stays under what they earn", [set("NURSING", "0.50")], 60, "1.00", ["NURSING 0.50"]],
  ["what is set goes down with the minutes", [set("NURSING", "0.75")], 30, "0.50", ["NURSING 0.50"]],
  ["of a part no more than of the credit", [set("ETHICS", "0.75")], 60, "0.50", ["ETHICS 0.50"]],
  ["a part of a step earns nothing", [computed("ETHICS")], 60, "0.60", ["ETHICS 0.00"]],
  [
    "a part goes down with its kind, wherever each stands",
    [set("OPIOIDS", "0.75"), set("NURSING", "0.50")],
    60,
    "1.00",
    ["NURSING 0.50", "OPIOIDS 0.50"],
  ],
  ["a part without its kind earns nothing", [set("OPIOIDS", "0.75")], 60, "1.00", ["OPIOIDS 0.00"]],
  ["a kind that the program does not have is none", [computed("DENTAL")], 60, "1.00", []],
])("%s", (_, given, minutes, credits, fitted) => {
  expect(amounts(fitKinds(given, kinds, { minutes, credits }))).toEqual(fitted);
});

const hour = { minutes: 60, credits: "0.75" };
test.each<[string, SaidKind[], code: string]>([
  ["that the program does not have", [{ kind: "DENTAL" }], "BAD_INPUT"],
  ["twice", [{ kind: "NURSING" }, { kind: "NURSING", credits: "0.50" }], "BAD_INPUT"],
  ["in a part of a step", [{ kind: "NURSING", credits: "0.30" }], "CREDITS_NOT_WHOLE_STEPS"],
  ["above what the minutes earn", [{ kind: "NURSING", credits: "1.25" }], "BAD_INPUT"],
  ["of which the credit is less", [{ kind: "ETHICS", credits: "1.00" }], "PART_ABOVE_WHOLE"],
  [
    "of which its kind is less",
    [
      { kind: "OPIOIDS", credits: "0.75" },
      { kind: "NURSING", credits: "0.50" },
    ],
    "PART_ABOVE_WHOLE",
  ],
])("a kind %s is refused", (_, said, code) => {
  expect(() => readSaidKinds(said, kinds, hour, [], true)).toThrow(expect.objectContaining({ code }));
});

test("what its minutes earn is no amount that is given, and cannot be wrong", () => {
  assertEarnable({ ...computed("NURSING"), credits: "0.30" }, [], kinds, hour, "file");
});

test("whoever set an amount that stays is remembered; another amount is who sets it's", () => {
  const setBy = (before: KindOfSession[], credits: string, byStaff: boolean) =>
    readSaidKinds([{ kind: "NURSING", credits }], kinds, hour, before, byStaff)[0]?.setByStaff;
  expect(setBy([set("NURSING", "0.50", true)], "0.50", false)).toBe(true);
  expect(setBy([set("NURSING", "0.50", true)], "0.25", false)).toBe(false);
  expect(setBy([set("NURSING", "0.50", false)], "0.50", true)).toBe(true);
  expect(setBy([computed("NURSING")], "0.50", true)).toBe(true);
  expect(setBy([], "0.50", false)).toBe(false);
});
