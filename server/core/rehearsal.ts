import type { Config } from "./config.ts";

/** Says of an answer that it comes from a rehearsal. */
export const rehearsalHeader = "Accrue-Rehearsal";

/** Whether nothing that is done by these settings counts: in the sandbox, and in a rehearsal. What is made there is marked as a sample. */
export const isTrial = ({ sandbox, rehearsal }: Pick<Config, "sandbox" | "rehearsal">): boolean => sandbox || rehearsal;
