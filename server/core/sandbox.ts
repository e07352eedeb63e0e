import { createHmac } from "node:crypto";
import type { DataSource } from "typeorm";
import type { Config } from "./config.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { TooSoon } from "./made-once.ts";
import type { Viewer } from "./viewer.ts";

/** How every token begins that leads to the sandbox, and to nothing else; no other token begins so. */
export const testPrefix = "accrue_test_";

/** The first part of every path that leads there. */
export const sandboxPath = "/sandbox";

/** Says of an answer, and of what is sent to a webhook, that it is a trial. */
export const sandboxHeader = "Accrue-Sandbox";

/** What the sandbox's own operations work on. Nothing in it leads to the data. */
export interface SandboxBase {
  db: DataSource;
  config: Config;
  now(): Date;
}

/** A database beside the real one, for trials: docs/decisions/0090. */
export interface Sandbox {
  /**
   * What it works on, once it stands; it is made when it is first asked for.
   * @throws UNAVAILABLE while it is being made, and where it could not be
   */
  base(): Promise<SandboxBase>;
  /** The same where it stands already; null where nobody has asked for it in this process. */
  opened(): SandboxBase | null;
  /** When what is there was made; null: it is not there yet. */
  madeAt(): Promise<Date | null>;
  /** Whether it is being made in this process. */
  isBeingMade(): boolean;
  /** Begins to make it anew, and does not wait for that. Whoever asks meanwhile is answered by the one that is there. */
  sweep(): void;
  stop(): Promise<void>;
}

/** For who asks for it where there is none. */
export const noSandbox = (): DomainError =>
  new DomainError(ErrorCode.FORBIDDEN, "apiKeys.noSandbox", { field: "sandbox", reason: "SANDBOX_OFF" });

/** For who asks for it where it could not be made, connected to or set up. */
export const sandboxNotThere = (error: unknown): DomainError =>
  new DomainError(ErrorCode.UNAVAILABLE, "apiKeys.sandboxNotThere", {
    retryAfterSeconds: error instanceof TooSoon ? error.retryAfterSeconds : 1,
  });

/** Who counts, and what is said to those who do not. */
export interface Admission {
  /** @param isUsed whether the token is used now, and so does not run out for being left alone */
  viewerOf(base: SandboxBase, token: string | null, isUsed?: boolean): Promise<Viewer>;
  /** Why a program's token does not count. */
  refusalOf(base: SandboxBase, token: string): Promise<DomainError>;
  /** The text of a document that people registered outside of the sandbox for the test key that asks, or for everybody; null: there is none. */
  documentOf?(viewer: Viewer, hash: string): Promise<string | null>;
}

/** The settings of the sandbox: nothing is sent from it but to the webhooks that test keys have registered there. */
export const sandboxConfig = (config: Config): Config => ({
  ...config,
  sandbox: true,
  rehearsal: false,
  publicUrl: `${config.publicUrl}${sandboxPath}`,
  databaseUrl: null,
  databaseOwnerUrl: null,
  sandboxDatabaseUrl: null,
  sendgridApiKey: null,
  sendgridEventKey: null,
  smtp: null,
  stripe: null,
  singleSignOn: null,
  logWitnesses: [],
  logHeadTo: [],
  storage: "database",
  s3: null,
  lastSeenFile: null,
  metricsToken: null,
  publicDemo: false,
  jobConcurrency: 1,
  // What is sealed there opens nothing that is sealed elsewhere, nor the other way around; so is what is signed.
  secretsKey: config.secretsKey && createHmac("sha256", config.secretsKey).update("sandbox").digest(),
  previousSecretsKey: null,
});
