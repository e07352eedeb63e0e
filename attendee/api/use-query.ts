import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Carried, TadaDocumentNode } from "./graphql.ts";
import { keep, readKept } from "./kept.ts";
import { request, Unreachable } from "./request.ts";
import { viewerStore } from "./viewer.ts";

interface Query<Result> {
  /** From the server; or as kept on this device, while the server is asked or can't be reached. */
  data: Result | null;
  error: unknown;
  /** Whether `data` was read from the server since this was first drawn. */
  fresh: boolean;
  /** Whether what is shown may be old because the server can't be reached. */
  stale: boolean;
  /** Reads again. Its promise ends when what was read is shown, so that *Saved* never stands above what was there before. */
  reload(): Promise<void>;
}

const inMemory = new Map<string, unknown>();

/** Answers of the account that just left are nobody else's. */
export const forgetAnswers = (): void => inMemory.clear();

/**
 * Reads from the server. What was read before is shown at once and replaced when the answer comes, so that going back
 * is instant.
 * @param keepAs keeps the answer on this device, to be read without a network
 */
export function useQuery<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
  keepAs?: string,
): Query<Carried<Result>> {
  const accountId = viewerStore.get().viewer?.id ?? "";
  const key = JSON.stringify([accountId, document, variables]);
  const remembered = (): Carried<Result> | null =>
    (inMemory.get(key) as Carried<Result> | undefined) ??
    (keepAs ? readKept<Carried<Result>>(accountId, keepAs) : null);
  const [state, setState] = useState({ key, data: remembered(), error: null as unknown, fresh: false });
  const latest = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document and variables
  const load = useCallback(async () => {
    const turn = ++latest.current;
    const answer = await request(document, variables).then(
      (data) => ({ data, error: null as unknown }),
      (error: unknown) => ({ data: null, error }),
    );
    if (turn !== latest.current) return;
    if (answer.data) {
      inMemory.set(key, answer.data);
      if (keepAs) keep(accountId, keepAs, answer.data);
      setState({ key, data: answer.data, error: null, fresh: true });
    } else setState({ key, data: remembered(), error: answer.error, fresh: false });
  }, [key, keepAs]);
  useEffect(() => {
    void load();
    const again = () => void load();
    addEventListener("online", again);
    return () => {
      latest.current++;
      removeEventListener("online", again);
    };
  }, [load]);
  const current = state.key === key ? state : { key, data: remembered(), error: null, fresh: false };
  const stale = current.error instanceof Unreachable && current.data !== null;
  return {
    data: current.data,
    error: stale ? null : current.error,
    fresh: current.fresh,
    stale,
    reload: load,
  };
}
