import { useEffect } from "preact/hooks";
import { useStore } from "../api/store.ts";
import { type Draft, draftOf, draftsStore, followDraft, handIn, type Place } from "./drafts.ts";

/** What is answered at a place that stays. What was handed in without a network goes when it is back; the page is where it is told. */
export function useHandingIn(place: Place): Draft {
  const draft = draftOf(useStore(draftsStore), place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place stays
  useEffect(() => followDraft(place), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place stays
  useEffect(() => {
    if (!draft.waiting) return;
    const again = () => void handIn(place);
    const timer = setInterval(again, 8_000);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [draft.waiting]);
  return draft;
}
