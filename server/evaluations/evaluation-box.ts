import { randomInt } from "node:crypto";
import { type EntityManager, IsNull, Not } from "typeorm";
import type { Context } from "../core/context.ts";
import { forChange } from "../core/locks.ts";
import { log } from "../core/log.ts";
import { isSealedWith, seal, sealKeyIn, unseal, unsealIn } from "../core/seal.ts";
import { EvaluationBox, type QuestionAbout } from "./evaluation.entity.ts";

/**
 * So many are counted together, and no fewer: whoever knows all but what one of them answered still doesn't know of two. That goes for each
 * question: one that was put in later, or that few answer, is not counted with the others of those people. Source: decision 77.
 */
export const countedTogether = 5;

/** How somebody answered a question: which of its choices, from 1, or in words. */
export interface GivenAnswer {
  questionId: string;
  choices: number[];
  text: string;
}

/** What one person answered of one thing: the program, a session, a speaker. */
export interface Slip {
  about: QuestionAbout;
  /** Of a session its ID, of a speaker the name, of the program nothing. */
  subject: string;
  answers: GivenAnswer[];
}

/** What is sealed is as long as the next multiple of this: its length says little of who has just written. */
const paddedTo = 8_192;

const aboutBox = ({ programId, about, subject }: Pick<EvaluationBox, "programId" | "about" | "subject">): string =>
  `evaluation_box ${programId} ${about} ${subject}`;

/** In an order that says nothing, by random numbers that cannot be guessed. */
export function shuffled<T>(things: readonly T[]): T[] {
  const order = [...things];
  for (let at = order.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** What a box holds. */
interface Waiting {
  /** What each person answered of whom fewer than five have come. */
  slips: GivenAnswer[][];
  /** Answers of people who are counted, to questions that fewer than five of them have answered. */
  held: GivenAnswer[];
}

function sealed(ctx: Pick<Context, "config">, box: EvaluationBox, { slips, held }: Waiting): Buffer {
  const text = Buffer.from(JSON.stringify({ slips: shuffled(slips), held: shuffled(held) }));
  const padded = Buffer.alloc(Math.ceil(text.length / paddedTo) * paddedTo, " ");
  text.copy(padded);
  return seal(sealKeyIn(ctx.config), padded, aboutBox(box));
}

/** What waits in a box. Where the key is lost it is lost with it: no certificate waits for that. */
function opened(ctx: Pick<Context, "config">, box: EvaluationBox): Waiting {
  const nothing: Waiting = { slips: [], held: [] };
  if (!box.sealed) return nothing;
  try {
    const found: Waiting | GivenAnswer[][] = JSON.parse(unsealIn(ctx.config, box.sealed, aboutBox(box)).toString());
    // Before answers were held question by question, a box was its slips.
    return Array.isArray(found) ? { slips: found, held: [] } : found;
  } catch (err) {
    log.error(
      { err, programId: box.programId },
      "Answers that waited can't be opened with this SECRETS_KEY; they are gone.",
    );
    return nothing;
  }
}

/** Parts answers by whether five or more of them are to the same question. */
function partRipe(answers: readonly GivenAnswer[]): { ripe: GivenAnswer[]; held: GivenAnswer[] } {
  const amounts = new Map<string, number>();
  for (const { questionId } of answers) amounts.set(questionId, (amounts.get(questionId) ?? 0) + 1);
  const isRipe = ({ questionId }: GivenAnswer) => (amounts.get(questionId) ?? 0) >= countedTogether;
  return { ripe: answers.filter(isRipe), held: answers.filter((answer) => !isRipe(answer)) };
}

/**
 * Puts each slip into its box, without a word of whose it is, in the transaction that notes that this person has answered. A box that has five
 * is counted, and is empty again but for answers to questions that fewer than five have answered.
 */
export async function dropIntoBoxes(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  slips: readonly Slip[],
): Promise<void> {
  const keyOf = ({ about, subject }: Slip) => `${about} ${subject}`;
  // Everybody takes boxes in one order.
  for (const { about, subject, answers } of slips.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const key = { programId, about, subject };
    await tx.createQueryBuilder().insert().into(EvaluationBox).values(key).orIgnore().execute();
    const box = await tx.findOneOrFail(EvaluationBox, { where: key, lock: forChange });
    const before = opened(ctx, box);
    const slips = [...before.slips, answers];
    if (slips.length < countedTogether) {
      const held = { ...before, slips };
      await tx.update(EvaluationBox, key, { waiting: slips.length, sealed: sealed(ctx, box, held) });
      continue;
    }
    const { ripe, held } = partRipe([...before.held, ...slips.flat()]);
    await count(tx, box, ripe);
    await tx.update(EvaluationBox, key, {
      waiting: 0,
      sealed: held.length > 0 ? sealed(ctx, box, { slips: [], held }) : null,
      counted: box.counted + slips.length,
    });
  }
}

/** Adds up what was chosen, and keeps what was written: question by question, so that no two answers of one person stand together. */
async function count(tx: EntityManager, { programId, subject }: EvaluationBox, answers: GivenAnswer[]): Promise<void> {
  const ticks = answers.flatMap(({ questionId, choices }) => [0, ...choices].map((choice) => ({ questionId, choice })));
  await tx.query(
    `INSERT INTO evaluation_tally AS t (program_id, subject, question_id, choice, count)
     SELECT $1, $2, k.question_id, k.choice, count(*) FROM unnest($3::uuid[], $4::int[]) AS k (question_id, choice)
     GROUP BY k.question_id, k.choice ORDER BY k.question_id, k.choice
     ON CONFLICT (program_id, subject, question_id, choice) DO UPDATE SET count = t.count + excluded.count`,
    [programId, subject, ticks.map(({ questionId }) => questionId), ticks.map(({ choice }) => choice)],
  );
  const texts = shuffled(answers.filter(({ text }) => text !== ""));
  await tx.query(
    `INSERT INTO evaluation_text (id, program_id, subject, question_id, text)
     SELECT gen_random_uuid(), $1, $2, k.question_id, k.text FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS k (question_id, text, at) ORDER BY k.at`,
    [programId, subject, texts.map(({ questionId }) => questionId), texts.map(({ text }) => text)],
  );
}

/**
 * Changes words that wait in boxes, all of them alike, as where somebody is erased whom others named. What waits stays sealed and shuffled.
 * @param rewrite of many texts what is to stand in their places
 */
export async function rewriteWaiting(
  tx: EntityManager,
  ctx: Pick<Context, "config">,
  rewrite: (texts: readonly string[]) => Promise<string[]>,
): Promise<void> {
  const boxes = await tx.find(EvaluationBox, {
    select: { programId: true, about: true, subject: true },
    where: { sealed: Not(IsNull()) },
    order: { programId: "ASC", about: "ASC", subject: "ASC" },
  });
  for (const { programId, about, subject } of boxes) {
    const box = await tx.findOneOrFail(EvaluationBox, { where: { programId, about, subject }, lock: forChange });
    const before = opened(ctx, box);
    const written = [...before.slips.flat(), ...before.held].filter(({ text }) => text !== "");
    if (written.length === 0) continue;
    const texts = await rewrite(written.map(({ text }) => text));
    if (written.every(({ text }, at) => text === texts[at])) continue;
    for (const [at, answer] of written.entries()) answer.text = texts[at] ?? "";
    await tx.update(EvaluationBox, { programId, about, subject }, { sealed: sealed(ctx, box, before) });
  }
}

/** At a start with the key before: seals with the present one what the other sealed. Throws where neither key opens it. */
export async function sealBoxesAnew({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const { previousSecretsKey: previous } = config;
  if (!previous) return;
  const key = sealKeyIn(config);
  for (const box of await db.manager.findBy(EvaluationBox, { sealed: Not(IsNull()) })) {
    const about = aboutBox(box);
    if (!box.sealed || isSealedWith(key, box.sealed, about)) continue;
    const { programId, subject, sealed: before } = box;
    await db.manager.update(
      EvaluationBox,
      // Nobody has changed it meanwhile.
      { programId, about: box.about, subject, sealed: before },
      { sealed: seal(key, unseal(previous, before, about), about) },
    );
  }
}
