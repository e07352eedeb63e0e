import { isPassing, messageOf, Refusal, request } from "../api/request.ts";
import { createStore } from "../api/store.ts";
import { whenReachable } from "../api/when-reachable.ts";
import { type Found, outcomeHere } from "./badge.ts";
import { doorFiles } from "./code-reader.ts";
import { keepFiles } from "./keep-files.ts";
import { type Door, DoorQuery, RecordScans, type ScanOutcome } from "./presence.data.ts";

/** A badge that was scanned here. */
interface Scan {
  /** Its own: however often it is sent, it is recorded once. */
  id: string;
  badge: string;
  sessionId: string;
  /** When, by this device's clock: only how long ago that is counts. */
  at: number;
}

export interface Person {
  name: string | null;
  registrationType: string;
}

/** What is kept on this telephone of a conference, with or without a network. */
interface KeptDoor {
  token: string;
  door: Omit<Door, "badges" | "now">;
  /** How far this device's clock is behind the server's. */
  behindMs: number;
  /** By hash; two values for each, since thousands are kept. */
  badges: Record<string, [name: string | null, registrationType: string]>;
}

interface KeptScans {
  /** Not sent yet. */
  pending: Scan[];
  /** By session, by the badge's hash, when this telephone scanned it first, and last. */
  seen: Record<string, Record<string, [first: number, last: number]>>;
  /** What the server did not take, the latest last. */
  refused: { badge: string; at: number; outcome: ScanOutcome }[];
}

/** What the last scan was. */
export type LastScan = {
  at: number;
} /** Kept. Who it is, where this telephone knows the badge, and when it scanned it here first, if it did. */ & (
  | { person: Person | null; before: number | null }
  | { kind: "FOREIGN" | "NO_BADGE" | "NOT_KEPT" }
);

interface DoorState extends KeptScans {
  known: KeptDoor | null;
  /** Why nothing can be scanned, or is sent. */
  problem: string;
  /** The link was ended, or never was one. */
  over: boolean;
  sending: boolean;
  last: LastScan | null;
}

// Beside what is forgotten at sign-out: who scans has no account here, and what they scanned is the conference's.
const doorKey = "accrue-door";
const scansKey = (programId: string): string => `accrue-door-scans:${programId}`;

/** So many badges are held, so that a telephone has room for them. */
const mostBadges = 20_000;
const mostSent = 200;
const mostRefused = 200;
const readAgainMs = 10 * 60_000;
/** A camera sees one badge many times. */
const sameScanMs = 5_000;

const noScans: KeptScans = { pending: [], seen: {}, refused: [] };
export const doorStore = createStore<DoorState>({
  ...noScans,
  known: null,
  problem: "",
  over: false,
  sending: false,
  last: null,
});
const set = (change: Partial<DoorState>): void => doorStore.set({ ...doorStore.get(), ...change });

function read<Value>(key: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const readScans = (programId: string): KeptScans => ({ ...noScans, ...read<KeptScans>(scansKey(programId)) });

/** Changes what is kept as it is now, which another tab may have written. */
function changeScans(programId: string, change: (scans: KeptScans) => KeptScans): boolean {
  const changed = change(readScans(programId));
  const kept = write(scansKey(programId), changed);
  if (kept) set(changed);
  return kept;
}

let token = "";
let started = false;

/** Takes up the link that was opened, or the one before, and begins to send what waits. */
export function openDoor(): void {
  const known = read<KeptDoor>(doorKey);
  token = new URLSearchParams(location.hash.slice(1)).get("token") ?? known?.token ?? "";
  const same = known?.token === token ? known : null;
  set({ known: same, over: false, problem: "", last: null, ...(same ? readScans(same.door.programId) : noScans) });
  void readDoor().then(sendScans);
  void keepFiles(doorFiles);
  if (started) return;
  started = true;
  addEventListener("hashchange", openDoor);
  addEventListener("storage", ({ key }) => {
    const programId = doorStore.get().known?.door.programId;
    if (programId && key === scansKey(programId)) set(readScans(programId));
  });
  const again = () => void readDoor().then(sendScans);
  whenReachable(again);
  setInterval(again, readAgainMs);
}

/** Reads the conference and its badges. Without a network it goes on by what it has. */
async function readDoor(): Promise<void> {
  const asked = token;
  try {
    const badges: KeptDoor["badges"] = {};
    let after: string | null = null;
    let count = 0;
    let found: Door | null = null;
    do {
      const { door }: { door: Door | null } = await request(DoorQuery, { token: asked, after });
      found = door;
      for (const { hash, name, registrationType } of door?.badges.badges ?? []) badges[hash] = [name, registrationType];
      count += door?.badges.badges.length ?? 0;
      after = door?.badges.after ?? null;
    } while (after !== null && count < mostBadges);
    if (asked !== token) return;
    if (!found) return endHere();
    const { now, badges: _, ...door } = found;
    const known: KeptDoor = { token, door, behindMs: Date.parse(now) - Date.now(), badges };
    write(doorKey, known);
    set({ known, over: false, problem: "", ...readScans(door.programId) });
  } catch (error) {
    if (asked === token) set({ problem: messageOf(error) });
  }
}

/** Nobody's names stay on a telephone that is no door any more; what it has not sent does. */
function endHere(): void {
  const { known } = doorStore.get();
  if (known) write(doorKey, { ...known, badges: {} });
  set({ over: true, known: known && { ...known, badges: {} } });
}

/** What time it is, by the server's clock as far as this telephone knows. */
export const serverNow = (): number => Date.now() + (doorStore.get().known?.behindMs ?? 0);

/** Takes a badge that was scanned or typed, keeps it, and sends it when it can. */
export async function scanBadge(sessionId: string, scanned: string): Promise<void> {
  const { known, last } = doorStore.get();
  if (!known) return;
  const at = Date.now();
  const badges = {
    get: (hash: string): Person | undefined => {
      const found = known.badges[hash];
      return found && { name: found[0], registrationType: found[1] };
    },
  };
  const found: Found<Person> = await outcomeHere({ tag: known.door.tag, badges }, scanned);
  if (found.kind === "FOREIGN" || found.kind === "NO_BADGE") return set({ last: { kind: found.kind, at } });
  const before = readScans(known.door.programId).seen[sessionId]?.[found.hash] ?? null;
  // The same glance of a camera, or a finger that pressed twice.
  if (last && before && at - before[1] < sameScanMs) return;
  const kept = changeScans(known.door.programId, ({ pending, seen, refused }) => ({
    pending: [...pending, { id: crypto.randomUUID(), badge: found.number, sessionId, at }],
    seen: { ...seen, [sessionId]: { ...seen[sessionId], [found.hash]: [before?.[0] ?? at, at] } },
    refused,
  }));
  const person = found.kind === "KNOWN" ? found.badge : null;
  set({ last: kept ? { person, before: before?.[0] ?? null, at } : { kind: "NOT_KEPT", at } });
  void sendScans();
}

let underWay: Promise<void> | null = null;

/** Sends what waits, many at once. */
export function sendScans(): Promise<void> {
  underWay ??= sendAll().finally(() => {
    underWay = null;
    set({ sending: false });
  });
  return underWay;
}

async function sendAll(): Promise<void> {
  for (;;) {
    const { known, pending, over } = doorStore.get();
    if (!known || known.token !== token || over || pending.length === 0) return;
    set({ sending: true });
    const batch = pending.slice(0, mostSent);
    try {
      const scans = batch.map(({ at, ...scan }) => ({
        ...scan,
        secondsAgo: Math.max(0, Math.round((Date.now() - at) / 1_000)),
      }));
      const { recordScans } = await request(RecordScans, { token: known.token, scans });
      const outcomes = new Map(recordScans?.map(({ id, outcome }) => [id, outcome]));
      if (outcomes.size === 0) return;
      set({ problem: "" });
      changeScans(known.door.programId, (scans) => ({
        ...scans,
        pending: scans.pending.filter(({ id }) => !outcomes.has(id)),
        refused: [
          ...scans.refused,
          ...batch.flatMap(({ id, badge, at }) => {
            const outcome = outcomes.get(id) ?? "RECORDED";
            return outcome === "RECORDED" ? [] : [{ badge, at, outcome }];
          }),
        ].slice(-mostRefused),
      }));
    } catch (error) {
      if (error instanceof Refusal && error.code === "NOT_FOUND") endHere();
      else set({ problem: isPassing(error) ? "" : messageOf(error) });
      return;
    }
  }
}
