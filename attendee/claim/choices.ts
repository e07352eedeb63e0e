import { keep, onKeptElsewhere, readKept } from "../api/kept.ts";
import { isPassing, messageOf, Refusal, request } from "../api/request.ts";
import { createStore } from "../api/store.ts";
import { viewerStore } from "../api/viewer.ts";
import { whenReachable } from "../api/when-reachable.ts";
import { ClaimSession, UnclaimSession } from "./conference.data.ts";

/** What somebody chose for a session: the day on which they attended it, or null: not attended. */
type AttendedOn = string | null;

interface Kept {
  /** Not sent yet, in the order of choosing. A session stands here once: its last choice is the one that counts. */
  pending: [sessionId: string, choice: AttendedOn][];
  /** Sent since the conference was read. */
  sent: Record<string, AttendedOn>;
}

export interface RefusedChoice {
  message: string;
  code: string;
  attendedOn: AttendedOn;
}

interface Choices extends Kept {
  /** Why the last choice for a session does not stand, until there is another. */
  refused: Record<string, RefusedChoice>;
  sending: boolean;
  /** Whether choices wait because the server can't be reached. */
  waiting: boolean;
  /** False where this browser keeps nothing: then choices are safe only once they are sent. */
  kept: boolean;
}

const name = "choices";
const nothing: Choices = { pending: [], sent: {}, refused: {}, sending: false, waiting: false, kept: true };

/** The signed-in account's choices that the server may not have yet. */
export const choicesStore = createStore<Choices>(nothing);

export const countPending = (choices: Choices): number => choices.pending.length;

/** The choice that counts: one made here, else the server's. */
export function chosenOn({ pending, sent }: Choices, sessionId: string, onServer: AttendedOn): AttendedOn {
  const waiting = pending.find(([id]) => id === sessionId);
  if (waiting) return waiting[1];
  return sessionId in sent ? (sent[sessionId] ?? null) : onServer;
}

let accountId: string | null = null;
let stopListening = (): void => {};
let underWay: Promise<void> | null = null;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let retryMs = 0;

/** Takes up the choices of whoever is signed in, and sends what waits. */
export function followViewer(): void {
  const viewer = viewerStore.get().viewer;
  if ((viewer?.id ?? null) === accountId) return;
  stopListening();
  accountId = viewer?.id ?? null;
  choicesStore.set({ ...nothing, ...(accountId ? readKept<Kept>(accountId, name) : null) });
  if (!accountId) return;
  const id = accountId;
  stopListening = onKeptElsewhere(id, name, () =>
    choicesStore.set({ ...choicesStore.get(), pending: [], sent: {}, ...readKept<Kept>(id, name) }),
  );
  void sendChoices();
}

/** Sends what waits when there is a chance that it arrives. */
export function sendWhenPossible(): void {
  viewerStore.subscribe(followViewer);
  whenReachable(() => void sendChoices());
}

function change(next: Partial<Choices>): void {
  const choices = { ...choicesStore.get(), ...next };
  if ((next.pending || next.sent) && accountId)
    choices.kept = keep(accountId, name, { pending: choices.pending, sent: choices.sent } satisfies Kept);
  choicesStore.set(choices);
}

/** Keeps a choice on this device at once, and sends it. */
export function choose(sessionId: string, attendedOn: AttendedOn): void {
  const { pending, refused } = choicesStore.get();
  const { [sessionId]: _, ...others } = refused;
  change({ pending: [...pending.filter(([id]) => id !== sessionId), [sessionId, attendedOn]], refused: others });
  void sendChoices();
}

/** Drops what was sent before the server was asked: its answer has it. */
export function forgetSent(before: Record<string, AttendedOn>): void {
  const sent = Object.fromEntries(
    Object.entries(choicesStore.get().sent).filter(([id, choice]) => !(id in before) || before[id] !== choice),
  );
  change({ sent });
}

/** Sends every choice that waits, one after another. Resolves when none is left or the server can't be reached. */
export function sendChoices(): Promise<void> {
  underWay ??= sendAll().finally(() => {
    underWay = null;
    choicesStore.set({ ...choicesStore.get(), sending: false });
  });
  return underWay;
}

async function sendAll(): Promise<void> {
  clearTimeout(retryTimer);
  const sender = accountId;
  for (;;) {
    const [first] = choicesStore.get().pending;
    if (!first || !sender || accountId !== sender) return;
    if (!choicesStore.get().sending) choicesStore.set({ ...choicesStore.get(), sending: true });
    const [sessionId, attendedOn] = first;
    const failure = await (attendedOn === null
      ? request(UnclaimSession, { sessionId })
      : request(ClaimSession, { sessionId, attendedOn })
    ).then(
      () => null,
      (error: unknown) => error,
    );
    if (accountId !== sender) return;
    if (failure && isPassing(failure)) {
      change({ waiting: true });
      retryMs = Math.min(60_000, retryMs * 2 || 4_000);
      retryTimer = setTimeout(() => void sendChoices(), retryMs);
      return;
    }
    retryMs = 0;
    const { pending, sent, refused } = choicesStore.get();
    // Chosen again meanwhile: then this answer no longer says anything.
    const stillMeant = pending.some(([id, choice]) => id === sessionId && choice === attendedOn);
    change({
      waiting: false,
      pending: pending.filter(([id, choice]) => id !== sessionId || choice !== attendedOn),
      sent: failure ? sent : { ...sent, [sessionId]: attendedOn },
      refused: failure && stillMeant ? { ...refused, [sessionId]: { ...reasonOf(failure), attendedOn } } : refused,
    });
  }
}

const reasonOf = (error: unknown): { message: string; code: string } => ({
  message: messageOf(error),
  code: error instanceof Refusal ? error.code : "INTERNAL_ERROR",
});
