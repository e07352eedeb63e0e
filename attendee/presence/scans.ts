import { keep, readKept } from "../api/kept.ts";
import { isPassing, messageOf, request } from "../api/request.ts";
import { createStore } from "../api/store.ts";
import { viewerStore } from "../api/viewer.ts";
import { whenReachable } from "../api/when-reachable.ts";
import { type Shown, ShowPresence } from "./presence.data.ts";
import { readCodeAddress } from "./room-code.ts";

/** A code that was scanned or typed here. */
export interface Scan {
  /** Its own: however often it is sent, it is recorded once. */
  id: string;
  sessionId: string | null;
  code: string;
  /** When, by this device's clock: only how long ago that is counts. */
  at: number;
}

interface Scans {
  /** Not sent yet, in the order of scanning. */
  pending: Scan[];
  /** What became of the last that was sent. */
  last: { id: string; shown: Shown } | { id: string; problem: string } | null;
  sending: boolean;
}

const name = "scans";
const nothing: Scans = { pending: [], last: null, sending: false };

/** The signed-in account's scans that the server may not have yet. */
export const scansStore = createStore<Scans>(nothing);

let accountId: string | null = null;
let underWay: Promise<void> | null = null;
/** Whether it was asked for once more meanwhile. */
let again = false;

/** Random, and the same as long as this browser keeps it: who shows several accounts' presence on one telephone is told to staff. */
function deviceName(): string | null {
  try {
    const known = localStorage.getItem("accrue-device");
    if (known) return known;
    const made = crypto.randomUUID();
    localStorage.setItem("accrue-device", made);
    return made;
  } catch {
    return null;
  }
}

function followViewer(): void {
  const viewer = viewerStore.get().viewer;
  if ((viewer?.id ?? null) === accountId) return;
  accountId = viewer?.id ?? null;
  scansStore.set({ ...nothing, pending: accountId ? (readKept<Scan[]>(accountId, name) ?? []) : [] });
  if (!accountId) return;
  const scanned = takeOpened();
  if (scanned) setPending([...scansStore.get().pending, scanned]);
  void sendScans();
}

const opened = "accrue-scan";

/** Takes up a code whose picture's address was opened, with the moment; who is not signed in signs in first. */
function openAddress(): void {
  const found = location.pathname === "/presence" ? readCodeAddress(location.hash) : null;
  if (!found) return;
  // Going back or loading again is no other scan.
  history.replaceState(null, "", location.pathname);
  if (accountId) scan(found.sessionId, found.code);
  else keepOpened({ ...found, id: crypto.randomUUID(), at: Date.now() });
}

/** In this tab alone, since whoever signs in may be sent elsewhere meanwhile. */
function keepOpened(scanned: Scan): void {
  try {
    sessionStorage.setItem(opened, JSON.stringify(scanned));
  } catch {
    // Where nothing is kept, it is scanned again.
  }
}

function takeOpened(): Scan | null {
  try {
    const scanned = JSON.parse(sessionStorage.getItem(opened) ?? "null");
    sessionStorage.removeItem(opened);
    return scanned;
  } catch {
    return null;
  }
}

/** Sends what waits when there is a chance that it arrives. */
export function sendScansWhenPossible(): void {
  openAddress();
  addEventListener("hashchange", openAddress);
  viewerStore.subscribe(followViewer);
  whenReachable(() => void sendScans());
}

function setPending(pending: Scan[]): void {
  if (accountId) keep(accountId, name, pending);
  scansStore.set({ ...scansStore.get(), pending });
}

/** Keeps a scan on this device with the moment at which it was made, and sends it. */
export function scan(sessionId: string | null, code: string): void {
  followViewer();
  setPending([...scansStore.get().pending, { id: crypto.randomUUID(), sessionId, code, at: Date.now() }]);
  void sendScans();
}

/** Sends every scan that waits, one after another. */
export function sendScans(): Promise<void> {
  again = underWay !== null;
  underWay ??= sendWhileAsked().finally(() => {
    underWay = null;
    scansStore.set({ ...scansStore.get(), sending: false });
  });
  return underWay;
}

/** What is scanned as the last one is on its way is seen to as well. */
async function sendWhileAsked(): Promise<void> {
  do {
    again = false;
    await sendAll();
  } while (again);
}

async function sendAll(): Promise<void> {
  const sender = accountId;
  for (;;) {
    const [first] = scansStore.get().pending;
    if (!first || !sender || accountId !== sender) return;
    scansStore.set({ ...scansStore.get(), sending: true });
    let last: Scans["last"];
    try {
      const { at, ...code } = first;
      const secondsAgo = Math.max(0, Math.round((Date.now() - at) / 1_000));
      const { showPresence } = await request(ShowPresence, { ...code, secondsAgo, device: deviceName() });
      last = showPresence && { id: first.id, shown: showPresence };
    } catch (error) {
      if (isPassing(error)) return;
      last = { id: first.id, problem: messageOf(error) };
    }
    if (accountId !== sender) return;
    setPending(scansStore.get().pending.filter(({ id }) => id !== first.id));
    scansStore.set({ ...scansStore.get(), last });
  }
}
