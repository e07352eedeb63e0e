/** What this device keeps for one account: read with or without a network, forgotten at sign-out. */

const prefix = "accrue:";
const keyOf = (accountId: string, name: string): string => `${prefix}${accountId}:${name}`;

/** Null where nothing is kept, or the browser keeps nothing (private windows may refuse). */
export function readKept<Value>(accountId: string, name: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(accountId, name)) ?? "null");
  } catch {
    return null;
  }
}

/** Answers whether it could be kept. */
export function keep(accountId: string, name: string, value: unknown): boolean {
  try {
    localStorage.setItem(keyOf(accountId, name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forgets everything of everybody. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Where nothing can be kept, there is nothing to forget.
  }
}

/** Calls when another tab of this browser changed it. */
export function onKeptElsewhere(accountId: string, name: string, listener: () => void): () => void {
  const key = keyOf(accountId, name);
  const hear = (event: StorageEvent) => event.key === key && listener();
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}
