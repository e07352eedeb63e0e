import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLogoutIfAccessDenied, useNotify } from "react-admin";
import { messageOf } from "./message-of.ts";
import { Refusal } from "./request.ts";

export interface Operation<Input extends unknown[], Result> {
  /** Answers null where it was refused. */
  run(...input: Input): Promise<Result | null>;
  busy: boolean;
  /** What the last try was refused with. */
  refusal: Refusal | null;
  forget(): void;
}

/**
 * Runs what changes something on the server and waits for its answer, and for everything on the page, which is read again then:
 * nothing is said to be done beside what was there before.
 * @param options.done what to say when it has succeeded
 * @param options.quiet the caller shows refusals itself
 * @param options.refused told of a refusal at once
 */
export function useOperation<Input extends unknown[], Result>(
  work: (...input: Input) => Promise<Result>,
  options: { done?: string; quiet?: boolean; refused?(refusal: Refusal): void } = {},
): Operation<Input, Result> {
  const notify = useNotify();
  const logoutIfAccessDenied = useLogoutIfAccessDenied();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (...input: Input): Promise<Result | null> => {
    setBusy(true);
    setRefusal(null);
    try {
      const result = await work(...input);
      await queries.invalidateQueries();
      if (options.done) notify(options.done, { type: "success" });
      return result;
    } catch (error) {
      if (await logoutIfAccessDenied(error)) return null;
      if (error instanceof Refusal) {
        setRefusal(error);
        options.refused?.(error);
      }
      if (!options.quiet || !(error instanceof Refusal)) notify(messageOf(error), { type: "error", multiLine: true });
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, refusal, forget: () => setRefusal(null) };
}
