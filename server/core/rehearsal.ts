import type { Config } from "./config.ts";

/** Says of an answer that it comes from a rehearsal. */
export const rehearsalHeader = "Accrue-Rehearsal";

/** Whether nothing that is done by these settings counts: in the sandbox, and in a rehearsal. What is made there is marked as a sample. */
export const isTrial = ({ sandbox, rehearsal }: Pick<Config, "sandbox" | "rehearsal">): boolean => sandbox || rehearsal;

/** The settings of a rehearsal: nothing goes out of it, whatever the environment says. */
export const rehearsalConfig = (config: Config): Config => ({
  ...config,
  rehearsal: true,
  sendgridApiKey: null,
  sendgridEventKey: null,
  smtp: null,
  stripe: null,
  logWitnesses: [],
  logHeadTo: [],
  sandboxDatabaseUrl: null,
  sandboxAllowed: false,
});
