import { type EntityManager, In } from "typeorm";
import { Session } from "../conferences/conference.entity.ts";
import { factsOfSession } from "../conferences/session-explanation.ts";
import type { Context } from "../core/context.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { type CreditExplanation, type CreditFacts, CreditSource, explain } from "../policies/credit-explanation.ts";
import { compareCredits } from "../policies/credit-rule.arithmetic.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { creditRuleById } from "../policies/credit-rule.queries.ts";
import {
  factsOfAmount,
  factsOfAward,
  type ProgramAmounts,
  programAmountsJoins,
  programAmountsSql,
} from "../programs/program-explanation.ts";

/** As much of a certificate as its credit stands on. */
export interface Certified {
  programId: string;
  credits: string;
  creditUnit: string;
  /** Of a conference certificate its sessions, in their order; null: of reported attendance. */
  sessions: { id: string; title: string; credits: string; instructs: boolean }[] | null;
  /** What it says of further kinds. */
  kinds: { name: string; unit: string; credits: string; kindId: string }[];
}

/**
 * What the credit of certificates stands on as program, sessions and rules are now: the whole first, then session by session, then further
 * kinds. Kept with each when it is issued. Three statements, however many they are.
 */
export async function readBasis(tx: EntityManager, certified: readonly Certified[]): Promise<CreditFacts[][]> {
  const programs: ProgramAmounts[] = await tx.query(
    `SELECT ${programAmountsSql} FROM program p ${programAmountsJoins} WHERE p.id = ANY($1::uuid[])`,
    [certified.map(({ programId }) => programId)],
  );
  const sessionIds = certified.flatMap(({ sessions }) => sessions?.map(({ id }) => id) ?? []);
  const sessions: Pick<Session, "id" | "minutes" | "credits" | "creditsReason">[] =
    sessionIds.length === 0
      ? []
      : await tx.query(
          `SELECT s.id, s.minutes, s.credits, s.credits_reason AS "creditsReason" FROM session s WHERE s.id = ANY($1::uuid[])`,
          [sessionIds],
        );
  const rules = await tx.findBy(CreditRule, {
    id: In(programs.flatMap(({ amounts }) => amounts.map(({ ruleId }) => ruleId))),
  });
  const sessionOf = new Map(sessions.map((session) => [session.id, session]));
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  return certified.map((certificate) => {
    const program = programs.find(({ id }) => id === certificate.programId);
    return program ? basisOf(certificate, program, sessionOf, ruleOf) : [];
  });
}

function basisOf(
  { credits, creditUnit, sessions, kinds }: Certified,
  program: ProgramAmounts,
  sessionOf: ReadonlyMap<string, Pick<Session, "minutes" | "credits" | "creditsReason">>,
  ruleOf: ReadonlyMap<string, CreditRule>,
): CreditFacts[] {
  const [own, ...others] = program.amounts;
  const rule = own && ruleOf.get(own.ruleId);
  if (!own || !rule) return [];
  const sum = (kind: string | null, unit: string, total: string, ruleId: string): CreditFacts => ({
    activity: null,
    kind,
    unit,
    credits: total,
    minutes: null,
    ruleId,
    source: CreditSource.SUM,
    of: null,
    reason: null,
  });
  const facts: CreditFacts[] = [];
  if (sessions) {
    facts.push(sum(null, creditUnit, credits, own.ruleId));
    for (const line of sessions) {
      const session = sessionOf.get(line.id);
      if (!session) continue;
      const earned = factsOfSession(session, own, rule);
      facts.push({
        ...earned,
        activity: line.title,
        credits: line.credits,
        reason: null,
        ...(line.instructs && { source: CreditSource.SPEAKER }),
        // What the session earns by now is not what it earned then.
        ...(!line.instructs && compareCredits(earned.credits, line.credits) !== 0 && { source: CreditSource.SET }),
      });
    }
  } else {
    const approved = factsOfAmount(program, own, rule);
    if (approved) facts.push(factsOfAward(approved, credits));
  }
  for (const { kindId, name, unit, credits: amount } of kinds) {
    const of = others.find((each) => each.kindId === kindId);
    const ruleOfKind = of && ruleOf.get(of.ruleId);
    if (!of || !ruleOfKind) continue;
    const approved = sessions ? null : factsOfAmount(program, of, ruleOfKind);
    facts.push(approved ? { ...factsOfAward(approved, amount), kind: name, unit } : sum(name, unit, amount, of.ruleId));
  }
  return facts;
}

/** What certificates stand on: as it was kept when they were issued; of those from before it was kept, as it is read now. */
export const basisOfCertificate = defineLoader<string, CreditFacts[]>(async (ctx, ids) => {
  const rows: (Certified & { id: string; basis: CreditFacts[] | null })[] = await ctx.db.query(
    `SELECT c.id, c.basis, c.program_id AS "programId", c.credits::text, c.credit_unit AS "creditUnit",
       CASE WHEN c.attendance_record_id IS NULL THEN (SELECT coalesce(json_agg(json_build_object('id', l.session_id, 'title', l.title,
         'credits', l.credits::text, 'instructs', l.as_instructor) ORDER BY l.position), '[]') FROM certificate_line l WHERE l.certificate_id = c.id) END AS sessions,
       (SELECT coalesce(json_agg(json_build_object('kindId', k.kind_id, 'name', k.name, 'unit', k.unit, 'credits', k.credits::text) ORDER BY k.position), '[]')
        FROM certificate_credit k WHERE k.certificate_id = c.id) AS kinds
     FROM certificate c WHERE c.id = ANY($1::uuid[])`,
    [ids],
  );
  const unkept = rows.filter(({ basis }) => basis === null);
  const read = unkept.length === 0 ? [] : await readBasis(ctx.db.manager, unkept);
  for (const [at, row] of unkept.entries()) row.basis = read[at] ?? [];
  return orderByKey(ids as string[], rows, (row) => row.id).map((row) => row?.basis ?? []);
});

/** How what a certificate says came about: the whole, then session by session, then further kinds of credit. */
export async function explainCertificate(ctx: Context, id: string): Promise<CreditExplanation[]> {
  const basis = await basisOfCertificate(ctx, id);
  return Promise.all(basis.map(async (facts) => explain(facts, await creditRuleById(ctx, facts.ruleId))));
}
