import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { createStore, useStore } from "../api/store.ts";

interface Place {
  path: string;
  search: string;
  /** How often somebody went somewhere: 0 is the page that the browser opened. */
  moves: number;
}

const placeNow = (moves: number): Place => ({ path: location.pathname, search: location.search, moves });

// Mails may name a page behind the #, where no server sees what it is given: /#/reset-password?token=…
if (location.hash.startsWith("#/")) history.replaceState(null, "", location.hash.slice(1).replace("?", "#"));

const place = createStore<Place>(placeNow(0));

export const usePlace = (): Place => useStore(place);
export const currentPlace = (): Place => place.get();

/** Goes to another page of this client. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  place.set(placeNow(place.get().moves + 1));
  if (!replace) scrollTo({ top: 0, behavior: "instant" });
}

/** Puts what a form was set to into the address, without going anywhere. */
export function noteSearch(search: string): void {
  history.replaceState(null, "", `${location.pathname}${search}`);
}

/** Follows the browser's back and forward buttons. */
export function useHistory(): void {
  useEffect(() => {
    const follow = () => place.set(placeNow(place.get().moves + 1));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
}

interface LinkProps {
  to: string;
  class?: string;
  "aria-current"?: "page" | undefined;
  children: ComponentChildren;
}

/** A link within this client. With Ctrl, ⌘ or the middle button it opens a tab, as any link does. */
export function Link({ to, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
