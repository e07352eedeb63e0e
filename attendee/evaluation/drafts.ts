import { keep, onKeptElsewhere, readKept } from "../api/kept.ts";
import { isPassing, messageOf, request } from "../api/request.ts";
import { createStore } from "../api/store.ts";
import { viewerStore } from "../api/viewer.ts";
import { whenReachable } from "../api/when-reachable.ts";
import { HandInEvaluation, HandInEvaluationByLink } from "./evaluation.data.ts";

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
}

const nothing: Draft = { answers: {}, waiting: false, problem: "", done: false };

/**
 * Answers are kept on this device alone until they are handed in: the server never has a draft that is somebody's. By owner and program.
 */
export const draftsStore = createStore<Record<string, Draft>>({});

const nameOf = (programId: string): string => `evaluation:${programId}`;
const keyOf = ({ owner, programId }: Place): string => `${owner} ${programId}`;

export const answerKey = (questionId: string, subject: string): string => `${questionId} ${subject}`;

/** Null where this device has no such thing in memory yet: what is kept is read then. */
export function draftOf(drafts: Record<string, Draft>, place: Place): Draft {
  return drafts[keyOf(place)] ?? readKept<Draft>(place.owner, nameOf(place.programId)) ?? nothing;
}

function change(place: Place, next: Partial<Draft>): void {
  const draft = { ...draftOf(draftsStore.get(), place), ...next };
  draftsStore.set({ ...draftsStore.get(), [keyOf(place)]: draft });
  keep(place.owner, nameOf(place.programId), draft.done ? null : draft);
  noteWaiting(place, draft.waiting);
}

export function giveAnswer(place: Place, key: string, given: Given): void {
  const { answers } = draftOf(draftsStore.get(), place);
  change(place, { answers: { ...answers, [key]: given }, problem: "" });
}

/** Takes up what another tab of this browser changed. */
export const followDraft = (place: Place): (() => void) =>
  onKeptElsewhere(place.owner, nameOf(place.programId), () => {
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
  const { programId, token } = place;
  const answers = toSend(draftOf(draftsStore.get(), place));
  try {
    if (token === null) await request(HandInEvaluation, { programId, answers });
    else await request(HandInEvaluationByLink, { token, answers });
    change(place, { answers: {}, waiting: false, done: true });
  } catch (error) {
    if (!isPassing(error)) change(place, { waiting: false, problem: messageOf(error) });
  }
}

const waitingName = "evaluations-waiting";
const waitingOf = (owner: string): string[] => readKept<string[]>(owner, waitingName) ?? [];

/** Of an account what waits is found again on any page. */
function noteWaiting({ owner, programId, token }: Place, waiting: boolean): void {
  if (token !== null) return;
  const others = waitingOf(owner).filter((id) => id !== programId);
  keep(owner, waitingName, waiting ? [...others, programId] : others);
}

function sendAll(): void {
  const owner = viewerStore.get().viewer?.id;
  if (!owner) return;
  for (const programId of waitingOf(owner)) void send({ owner, programId, token: null });
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
