import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { stepUp } from "../data/request.ts";

const ProofDialog = lazy(async () => ({ default: (await import("./proof-dialog.tsx")).ProofDialog }));

/**
 * Stands on every page: asks for a password or code where the server wants to see once more who is there, and lets what was asked for go
 * on. Dialogs and forms below it stay as they are.
 */
export const ConfirmIdentity = () => {
  const [proofs, setProofs] = useState<readonly string[] | null>(null);
  const waiting = useRef<((shown: boolean) => void)[]>([]);
  useEffect(() => {
    const before = stepUp.ask;
    stepUp.ask = (wanted) => {
      setProofs(wanted);
      return new Promise((resolve) => waiting.current.push(resolve));
    };
    return () => {
      stepUp.ask = before;
    };
  }, []);
  if (!proofs) return null;
  const settle = (shown: boolean) => {
    setProofs(null);
    for (const resolve of waiting.current.splice(0)) resolve(shown);
  };
  return (
    <Suspense>
      <ProofDialog proofs={proofs} settle={settle} />
    </Suspense>
  );
};
