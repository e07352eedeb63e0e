import { keep, onKeptElsewhere, readKept } from "../api/kept.ts";
import { isPassing, messageOf, request } from "../api/request.ts";
import { createStore } from "../api/store.ts";
import { viewerStore } from "../api/viewer.ts";
import { whenReachable } from "../api/when-reachable.ts";
import {
  HandInEvaluation,
  HandInEvaluationByLink,
  HandInLearningCheck,
  HandInLearningCheckByLink,
} from "./evaluation.data.ts";

/** What somebody has answered so far to a question: which choices, or in words. */
export interface Given {
  choices: number[];
  text: string;
}

export interface Draft {
  /** By question and thing. */
  answers: Record<string, Given>;
  /** Handed in, and not with the server yet. */
  waiting: boolean;
  /** Why the server did not take it; empty: it was not asked yet. */
  problem: string;
  /** The server has it. */
  done: boolean;
}

/** Whose draft it is, and of what. */
export interface Place {
  /** An account, or whoever has a link. */
  owner: string;
  programId: string;
  /** Of a mailed link; null: the owner is signed in. */
  token: string | null;
  /** Of a learning check: the attempt; null: it is the evaluation. */
  attemptId: string | null;
}

const nothing: Draft = { answers: {}, waiting: false, problem: "", done: false };

/**
 * Answers are kept on this device alone until they are handed in: the server never has a draft that is somebody's. By owner and program, or
 * attempt.
 */
export const draftsStore = createStore<Record<string, Draft>>({});

const nameOf = ({ programId, attemptId }: Place): string =>
  attemptId === null ? `evaluation:${programId}` : `learning-attempt:${attemptId}`;
const keyOf = (place: Place): string => `${place.owner} ${nameOf(place)}`;

export const answerKey = (questionId: string, subject: string): string => `${questionId} ${subject}`;

/** Null where this device has no such thing in memory yet: what is kept is read then. */
export function draftOf(drafts: Record<string, Draft>, place: Place): Draft {
  return drafts[keyOf(place)] ?? readKept<Draft>(place.owner, nameOf(place)) ?? nothing;
}

function change(place: Place, next: Partial<Draft>): void {
  const draft = { ...draftOf(draftsStore.get(), place), ...next };
  draftsStore.set({ ...draftsStore.get(), [keyOf(place)]: draft });
  keep(place.owner, nameOf(place), draft.done ? null : draft);
  noteWaiting(place, draft.waiting);
}

export function giveAnswer(place: Place, key: string, given: Given): void {
  const { answers } = draftOf(draftsStore.get(), place);
  change(place, { answers: { ...answers, [key]: given }, problem: "" });
}

/** Takes up what another tab of this browser changed. */
export const followDraft = (place: Place): (() => void) =>
  onKeptElsewhere(place.owner, nameOf(place), () => {
    const { [keyOf(place)]: _, ...others } = draftsStore.get();
    draftsStore.set(others);
  });

interface Sent {
  questionId: string;
  subject: string;
  choices?: number[];
  text?: string;
}

const toSend = ({ answers }: Draft): Sent[] =>
  Object.entries(answers)
    .filter(([, { choices, text }]) => choices.length > 0 || text.trim() !== "")
    .map(([key, { choices, text }]) => {
      const at = key.indexOf(" ");
      const of = { questionId: key.slice(0, at), subject: key.slice(at + 1) };
      return choices.length > 0 ? { ...of, choices } : { ...of, text: text.trim() };
    });

const underWay = new Map<string, Promise<void>>();

/** Hands in. Without a network it waits on this device, and goes once there is one. */
export function handIn(place: Place): Promise<void> {
  change(place, { waiting: true, problem: "" });
  return send(place);
}

function send(place: Place): Promise<void> {
  const key = keyOf(place);
  const sending = underWay.get(key) ?? sendOnce(place).finally(() => underWay.delete(key));
  underWay.set(key, sending);
  return sending;
}

async function sendOnce(place: Place): Promise<void> {
  const { programId, token, attemptId } = place;
  const answers = toSend(draftOf(draftsStore.get(), place));
  const chosen = answers.map(({ questionId, choices = [] }) => ({ questionId, choices }));
  try {
    if (attemptId !== null && token === null) await request(HandInLearningCheck, { attemptId, answers: chosen });
    else if (attemptId !== null)
      await request(HandInLearningCheckByLink, { token: token ?? "", attemptId, answers: chosen });
    else if (token === null) await request(HandInEvaluation, { programId, answers });
    else await request(HandInEvaluationByLink, { token, answers });
    change(place, { answers: {}, waiting: false, done: true });
  } catch (error) {
    if (!isPassing(error)) change(place, { waiting: false, problem: messageOf(error) });
  }
}

const waitingName = "evaluations-waiting";
const waitingOf = (owner: string): string[] => readKept<string[]>(owner, waitingName) ?? [];

/** Of an account what waits is found again on any page: by its program, and the attempt. */
function noteWaiting({ owner, programId, token, attemptId }: Place, waiting: boolean): void {
  if (token !== null) return;
  const name = attemptId === null ? programId : `${programId} ${attemptId}`;
  const others = waitingOf(owner).filter((other) => other !== name);
  keep(owner, waitingName, waiting ? [...others, name] : others);
}

function sendAll(): void {
  const owner = viewerStore.get().viewer?.id;
  if (!owner) return;
  for (const name of waitingOf(owner)) {
    const [programId = "", attemptId = null] = name.split(" ");
    void send({ owner, programId, token: null, attemptId });
  }
}

/** Hands in what waits when there is a chance that it arrives. */
export function handInWhenPossible(): void {
  let owner: string | undefined;
  viewerStore.subscribe(() => {
    const { viewer } = viewerStore.get();
    if (viewer?.id === owner) return;
    owner = viewer?.id;
    sendAll();
  });
  whenReachable(sendAll);
}
