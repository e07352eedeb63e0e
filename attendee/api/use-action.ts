import { useState } from "preact/hooks";
import { messageOf } from "./request.ts";

interface Action<Input extends unknown[]> {
  run(...input: Input): Promise<boolean>;
  busy: boolean;
  /** What went wrong the last time; empty: nothing did. */
  problem: string;
}

/** Runs something that may be refused, once at a time. `run` answers whether it succeeded. */
export function useAction<Input extends unknown[]>(work: (...input: Input) => Promise<unknown>): Action<Input> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const run = async (...input: Input): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem("");
    try {
      await work(...input);
      return true;
    } catch (error) {
      setProblem(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, problem };
}
