import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type AuditAction, auditActions, type Decided } from "../../server/audit/actions.ts";
import { audit } from "../../server/core/audit.ts";

const root = path.join(import.meta.dirname, "../..");
const actions = Object.keys(auditActions) as AuditAction[];

test("the console has words for every action and field of the audit log, and for no other", () => {
  const words: Record<string, string> = JSON.parse(readFileSync(path.join(root, "admin/i18n/en.json"), "utf8"));
  const spoken = (part: string) =>
    Object.keys(words).flatMap((key) => (key.startsWith(`${part}.`) ? [key.slice(part.length + 1)] : []));
  expect(spoken("action").sort()).toEqual([...actions].sort());
  const fields = Object.values(auditActions).flatMap((action) => Object.keys(action.fields));
  expect(spoken("auditField").sort()).toEqual([...new Set(fields)].sort());
});

test("every action is written somewhere", () => {
  const code = readdirSync(path.join(root, "server"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== path.join("audit", "actions.ts"))
    .map((file) => readFileSync(path.join(root, "server", file), "utf8"))
    .join("\n");
  expect(actions.filter((action) => !code.includes(`"${action}"`))).toEqual([]);
});

test("names follow one pattern: a subject or folder in the singular, and what was done to it, as verbs", () => {
  for (const action of actions) expect(action).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  for (const { subjects } of Object.values(auditActions))
    for (const subject of subjects) expect(subject).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test("an unknown action, another subject, and a field that is not decided do not compile", () => {
  const coloured: { colour?: string } = {};
  // Never called: the compiler is who tests here, and would say of each line below that nothing is wrong with it.
  const never = (...[tx, ctx]: [Parameters<typeof audit>[0], Parameters<typeof audit>[1]]) => [
    // @ts-expect-error there is no such action
    audit(tx, ctx, "session.burn", ["session", ""]),
    // @ts-expect-error it is about an account
    audit(tx, ctx, "account.sign-in", ["session", ""]),
    // @ts-expect-error what becomes of the colour is not decided
    audit(tx, ctx, "account.sign-in", ["account", ""], { after: { by: ["password"], colour: "red" } }),
    // @ts-expect-error anything may stand in there
    audit(tx, ctx, "account.sign-in", ["account", ""], { before: {} as Record<string, unknown> }),
    // @ts-expect-error a field that comes from elsewhere is one, too
    audit(tx, ctx, "account.sign-in", ["account", ""], { before: { ...coloured } }),
    audit(tx, ctx, "account.sign-in", ["account", ""], { after: { by: ["password"] } }),
  ];
  expect(never).toBeInstanceOf(Function);
  const decided: Decided<"account.sign-in", { by: string }> = { by: "password" };
  expect(decided).toEqual({ by: "password" });
});
