import { createPublicKey, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import path from "node:path";
import { KeyType, type NoteKey, readKey } from "../../packages/log/signed-note.ts";
import { limitVariable, rateLimits } from "./define-rate-limit.ts";
import { sealKeyBytes, sealKeyOf } from "./seal.ts";

/** A setting from the environment that cannot be used. The message is one sentence that names it and says what to write. */
export class ConfigError extends Error {}

/** An OpenID provider that people may sign in by. */
export interface SingleSignOn {
  /** As the provider writes it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Stands on the button: "Sign in with NAME". */
  name: string;
  /** Separated by spaces. */
  scopes: string;
}

/** The account at Stripe by which cards are taken. */
export interface Stripe {
  secretKey: string;
  /** Signs what Stripe sends to `/stripe/webhook`. */
  webhookSecret: string;
  baseUrl: string;
}

/** A mail server that takes mail to send on. */
export interface Smtp {
  host: string;
  port: number;
  /** Encrypted from the first byte; else by STARTTLS, without which no other machine gets anything. */
  secure: boolean;
  requireTls: boolean;
  /** Null: the server asks for no password. */
  login: { user: string; pass: string } | null;
}

/** Somebody else's server that signs what it saw of the log of certificates. */
export interface LogWitness {
  /** No slash at the end. */
  url: string;
  key: NoteKey;
}

/** A bucket of a store that speaks S3. */
export interface S3 {
  /** Of the bucket. No slash at the end. */
  url: string;
  /** Before each name in it: empty, or ends in a slash. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** What is put can't be changed or removed for so many days. Null: nothing is locked but by the bucket itself. */
  lock: { mode: "GOVERNANCE" | "COMPLIANCE"; days: number } | null;
}

/** Where clamd listens. */
export type Scanner = { host: string; port: number } | { path: string };

/** Settings from the environment, checked once at the start. docs/settings.md has the same list as a table, .env.example to fill in. */
export interface Config {
  production: boolean;
  host: string;
  /** 0 lets the system choose a free port. */
  port: number;
  /** Where people reach the server: the base of every link in mails, certificates and QR codes. No slash at the end. */
  publicUrl: string;
  /** Null: a PostgreSQL of our own runs in `dataDir`. */
  databaseUrl: string | null;
  /** As who migrations run there; null: as the role of `databaseUrl`. */
  databaseOwnerUrl: string | null;
  dataDir: string;
  /** Mail goes by this or by `smtp`. Without either it stays in the local mailbox. */
  sendgridApiKey: string | null;
  sendgridBaseUrl: string;
  /** By it is told that an event is SendGrid's. Null: events are not heard. */
  sendgridEventKey: KeyObject | null;
  smtp: Smtp | null;
  /** How long handing one mail over may take, from the connection to the last answer. */
  mailTimeoutSeconds: number;
  mailFrom: string;
  /** Null: cards are not taken. */
  stripe: Stripe | null;
  /** Largest file taken in one upload, in bytes. */
  uploadMaxBytes: number;
  /** Where files stand in the end; those that are elsewhere are read from there. */
  storage: "database" | "s3";
  /** Null: files stand in the database alone. */
  s3: S3 | null;
  /** Looks at every file before it is taken. Null: nothing does. */
  clamd: Scanner | null;
  /** So many bytes stay free on the disk where uploads wait: one that would take of them is refused. */
  uploadFreeBytes: number;
  /** Largest roster that is checked within its request, in bytes; a larger one is checked by a job. */
  uploadAtOnceBytes: number;
  /** Hashes of passwords that nobody may have any more. Null: there is no such list. */
  breachedPasswordsFile: string | null;
  /** How long a sign-in lasts, in days. */
  signInDays: number;
  /** After so many minutes without a request a sign-in is over; 0: it lasts its days. */
  signInIdleMinutes: number;
  /** For how many minutes a sign-in or a proof of who is there is enough for what lasts. */
  proofMinutes: number;
  /** How many jobs run at once; 0 leaves them to a worker of its own. */
  jobConcurrency: number;
  /** How often each thing may be done in its window, by the name of its limit; each domain's `*.limits.ts` says what and how long. */
  rateLimits: Record<string, number>;
  /**
   * Whose `X-Forwarded-For` is believed: false for nobody's, a number of proxies in front, or their addresses. Believing everybody's
   * would let anybody choose the address that limits count.
   */
  trustProxy: false | number | string[];
  /** Origins of other hosts whose pages may use the API, such as a console that is served elsewhere. */
  corsOrigins: string[];
  /** What whoever runs it calls this installation: a copy of the database's files under another name holds its mail. */
  installation: string;
  /** Where the sandbox's database is made, and made anew, by a role that may create databases. Null: beside the embedded one, or nowhere. */
  sandboxDatabaseUrl: string | null;
  /** Whether there is a sandbox where there is room for one. */
  sandboxAllowed: boolean;
  /** Whether these are the sandbox's own settings: what is done by them is a trial. Never read from the environment. */
  sandbox: boolean;
  /** Whether this is a rehearsal: nothing goes out, and nothing that is done counts. */
  rehearsal: boolean;
  /** Where this process leaves word of how far on the database is, outside of it. Null: nowhere but in itself. */
  lastSeenFile: string | null;
  logLevel: string;
  /** Whom to tell of a weakness: a mailto: or https: address. Null: there is no security.txt. */
  securityContact: string | null;
  /** What Prometheus must send to read `/metrics`. Null: there is no such page. */
  metricsToken: string | null;
  /**
   * Encrypts secrets that have to be read again. Null: none is set, and the database is not the embedded one, which has a key of
   * its own; nobody can then enrol a second factor.
   */
  secretsKey: Buffer | null;
  /** The key before this one, for the start that exchanges it. Null: the key is not exchanged. */
  previousSecretsKey: Buffer | null;
  /** Whether staff without a second factor may do nothing but enrol one. */
  staffNeedSecondFactor: boolean;
  /** Null: there is no single sign-on. */
  singleSignOn: SingleSignOn | null;
  /** Whether everybody may sign in to the accounts of the small world, wherever the server is reached. */
  publicDemo: boolean;
  /** Whether webhooks may reach networks that are not public, and by http: for trials on one machine. */
  privateWebhooks: boolean;
  /** Whether a document is answered only if it is known. */
  trustedDocumentsOnly: boolean;
  /** Who is asked to sign each head of the log of certificates. */
  logWitnesses: LogWitness[];
  /** Who gets the head of the log of certificates by mail, once a day: addresses. */
  logHeadTo: string[];
  /** The folder of the built pages, from where the server is started; no setting of an installation. */
  pagesDir: string;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const given = env[name]?.trim();
  if (!given) return fallback;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < min || value > max)
    throw new ConfigError(`${name} is "${given}", but must be a whole number from ${min} to ${max}.`);
  return value;
}

function url(env: NodeJS.ProcessEnv, name: string, protocols: string[]): string | null {
  const given = env[name]?.trim();
  if (!given) return null;
  if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol))
    throw new ConfigError(
      `${name} must be an address that begins with ${protocols.map((p) => (p === "mailto:" ? p : `${p}//`)).join(" or ")}.`,
    );
  return given.replace(/(?<!\/)\/+$/, "");
}

/** A database that is dropped and made again: never the one with the data. */
function sandboxDatabase(env: NodeJS.ProcessEnv): string | null {
  const given = url(env, "SANDBOX_DATABASE_URL", ["postgres:", "postgresql:"]);
  if (!given) {
    if (env.SANDBOX?.trim() === "1" && env.DATABASE_URL?.trim())
      throw new ConfigError(
        "SANDBOX is 1 with DATABASE_URL, but SANDBOX_DATABASE_URL is not set: set the address of a database that does not exist yet, for a role that may create it.",
      );
    return null;
  }
  if (!env.DATABASE_URL?.trim())
    throw new ConfigError(
      "SANDBOX_DATABASE_URL is set without DATABASE_URL: beside the embedded database the sandbox has its own.",
    );
  const place = (address: string): string => {
    const { hostname, port, pathname } = new URL(address);
    return `${hostname}:${port || 5432}${pathname}`;
  };
  if (!/^\/[a-z_][a-z\d_]{0,49}$/.test(new URL(given).pathname))
    throw new ConfigError(
      "SANDBOX_DATABASE_URL must end with a database's name of at most 50 small letters, digits and underscores.",
    );
  if (["DATABASE_URL", "DATABASE_OWNER_URL"].some((name) => env[name]?.trim() && place(env[name]) === place(given)))
    throw new ConfigError(
      "SANDBOX_DATABASE_URL names the database of DATABASE_URL: the sandbox needs one of its own, which is dropped every night.",
    );
  return given;
}

function trustedProxies(env: NodeJS.ProcessEnv): Config["trustProxy"] {
  const given = env.TRUST_PROXY?.trim();
  if (!given || given === "false") return false;
  if (/^[1-9]$/.test(given)) return Number(given);
  const networks = given.split(/[\s,]+/);
  if (!networks.every((network) => /^[\da-f.:]+(\/\d{1,3})?$/i.test(network) && isIP(network.split("/")[0] ?? "")))
    throw new ConfigError(
      `TRUST_PROXY is "${given}", but must be how many proxies stand in front (1 to 9), or their addresses such as 10.0.0.0/8.`,
    );
  return networks;
}

/** Exact origins, as a browser sends them: no path, no wildcard, no default port. */
function origins(env: NodeJS.ProcessEnv, name: string): string[] {
  const given = (env[name] ?? "").split(/[\s,]+/).filter(Boolean);
  for (const origin of given)
    if (!/^https?:[^*]+$/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new ConfigError(
        `${name} has "${origin}", but must list origins as browsers send them, such as https://console.example.org, without a path or "*".`,
      );
  return [...new Set(given)];
}

function choice(env: NodeJS.ProcessEnv, name: string, choices: string[], fallback: string): string {
  const given = env[name]?.trim();
  if (!given) return fallback;
  if (!choices.includes(given))
    throw new ConfigError(`${name} is "${given}", but must be one of ${choices.join(", ")}.`);
  return given;
}

function secretsKey(env: NodeJS.ProcessEnv, name: "SECRETS_KEY" | "SECRETS_KEY_PREVIOUS"): Buffer | null {
  const given = env[name]?.trim();
  if (!given) return null;
  if (given.length < sealKeyBytes)
    throw new ConfigError(
      `${name} must have at least ${sealKeyBytes} random characters; \`openssl rand -base64 32\` makes some.`,
    );
  return sealKeyOf(given);
}

/** Of this machine alone. */
const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/**
 * Whether the accounts of the small world work, whose password everybody knows: where nobody else reaches the server, and where that is
 * what it is for.
 */
export function demoIsOpen({ publicDemo, production, host, publicUrl }: DemoSettings): boolean {
  if (publicDemo) return true;
  const reached = new URL(publicUrl);
  const listens = new URL(`http://${host.includes(":") ? `[${host}]` : host}`);
  return !production && isLoopback(listens) && reached.protocol === "http:" && isLoopback(reached);
}

/** What decides about that. */
export type DemoSettings = Pick<Config, "publicDemo" | "production" | "host" | "publicUrl">;

function singleSignOn(env: NodeJS.ProcessEnv): SingleSignOn | null {
  const issuer = url(env, "OIDC_ISSUER", ["https:", "http:"]);
  const rest = ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME", "OIDC_SCOPES"] as const;
  if (!issuer) {
    const alone = rest.find((name) => env[name]?.trim());
    if (alone) throw new ConfigError(`${alone} is set without OIDC_ISSUER: set both, or neither.`);
    return null;
  }
  if (issuer.startsWith("http:") && !isLoopback(new URL(issuer)))
    throw new ConfigError("OIDC_ISSUER must begin with https://, since passwords depend on it.");
  const needed = (name: (typeof rest)[number]): string => {
    const given = env[name]?.trim();
    if (!given) throw new ConfigError(`OIDC_ISSUER is set, but ${name} is not: set what the provider gave you for it.`);
    return given;
  };
  const scopes = env.OIDC_SCOPES?.trim().replace(/\s+/g, " ") || "openid email profile";
  if (!scopes.split(" ").includes("openid"))
    throw new ConfigError(`OIDC_SCOPES is "${scopes}", but must have openid among its words.`);
  return {
    // A slash at its end belongs to an issuer's name.
    issuer: env.OIDC_ISSUER?.trim() ?? issuer,
    clientId: needed("OIDC_CLIENT_ID"),
    clientSecret: needed("OIDC_CLIENT_SECRET"),
    name: env.OIDC_NAME?.trim() || "single sign-on",
    scopes,
  };
}

function stripe(env: NodeJS.ProcessEnv): Stripe | null {
  const [secretKey, webhookSecret] = [env.STRIPE_SECRET_KEY?.trim(), env.STRIPE_WEBHOOK_SECRET?.trim()];
  const baseUrl = url(env, "STRIPE_BASE_URL", ["https:", "http:"]) ?? "https://api.stripe.com";
  if (!secretKey && !webhookSecret) return null;
  if (!secretKey || !webhookSecret)
    throw new ConfigError(
      `${secretKey ? "STRIPE_SECRET_KEY" : "STRIPE_WEBHOOK_SECRET"} is set without ${secretKey ? "STRIPE_WEBHOOK_SECRET" : "STRIPE_SECRET_KEY"}: set both, or neither.`,
    );
  return { secretKey, webhookSecret, baseUrl };
}

/** The key that SendGrid shows beside the switch of its signed event webhook: base64 of a P-256 key in DER. */
function sendgridEventKey(env: NodeJS.ProcessEnv): KeyObject | null {
  const given = env.SENDGRID_EVENT_PUBLIC_KEY?.trim();
  if (!given) return null;
  if (!env.SENDGRID_API_KEY?.trim())
    throw new ConfigError("SENDGRID_EVENT_PUBLIC_KEY is set without SENDGRID_API_KEY: set both, or neither.");
  try {
    const key = createPublicKey({ key: Buffer.from(given, "base64"), format: "der", type: "spki" });
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // Said below.
  }
  throw new ConfigError("SENDGRID_EVENT_PUBLIC_KEY must be the verification key that SendGrid shows, as one line.");
}

function smtp(env: NodeJS.ProcessEnv): Smtp | null {
  const given = url(env, "SMTP_URL", ["smtp:", "smtps:"]);
  if (!given) return null;
  if (env.SENDGRID_API_KEY?.trim())
    throw new ConfigError("SMTP_URL and SENDGRID_API_KEY are both set: mail goes one way, so set one of them.");
  const { protocol, hostname, port, username, password } = new URL(given);
  if (!hostname || Boolean(username) !== Boolean(password))
    throw new ConfigError(
      "SMTP_URL must name a host, and a user and a password or neither: smtps://user:password@host.",
    );
  const secure = protocol === "smtps:";
  return {
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTls: !secure && !isLoopback(new URL(`http://${hostname}`)),
    login: username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : null,
  };
}

function clamd(env: NodeJS.ProcessEnv): Scanner | null {
  const given = env.CLAMD?.trim();
  if (!given) return null;
  if (given.startsWith("/")) return { path: given };
  const at = URL.canParse(`tcp://${given}`) ? new URL(`tcp://${given}`) : null;
  if (!at?.hostname || !at.port || at.host !== given)
    throw new ConfigError(`CLAMD is "${given}", but must be HOST:PORT, or the path of a socket.`);
  return { host: at.hostname.replace(/^\[|\]$/g, ""), port: Number(at.port) };
}

function logWitnesses(env: NodeJS.ProcessEnv): LogWitness[] {
  const given = env.LOG_WITNESSES?.trim();
  if (!given) return [];
  return given.split(",").map((witness) => {
    const [address = "", line = "", ...rest] = witness.trim().split(/ +/);
    const key = readKey(line);
    if (key?.type !== KeyType.COSIGNATURE || rest.length > 0 || !/^https?:/.test(address) || !URL.canParse(address))
      throw new ConfigError(
        `LOG_WITNESSES has "${witness.trim()}", but must be addresses, each followed by a blank and the key that npm run witness prints, separated by commas.`,
      );
    return { url: address.endsWith("/") ? address.slice(0, -1) : address, key };
  });
}

function s3(env: NodeJS.ProcessEnv): S3 | null {
  const given = url(env, "S3_URL", ["https:", "http:"]);
  const rest = ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_REGION", "S3_LOCK", "S3_LOCK_DAYS"] as const;
  if (!given) {
    const alone = rest.find((name) => env[name]?.trim());
    if (alone) throw new ConfigError(`${alone} is set without S3_URL: set both, or neither.`);
    if (env.STORAGE?.trim() === "s3")
      throw new ConfigError("STORAGE is s3, but S3_URL is not set: set the address of the bucket.");
    return null;
  }
  const { origin, pathname, search, hash, username } = new URL(given);
  const [bucket, ...folders] = pathname.split("/").filter(Boolean);
  if (!bucket || search || hash || username)
    throw new ConfigError(
      "S3_URL must be an address with the bucket as its path, such as https://s3.example.org/accrue.",
    );
  const needed = (name: (typeof rest)[number]): string => {
    const value = env[name]?.trim();
    if (!value) throw new ConfigError(`S3_URL is set, but ${name} is not: set what the store gave you for it.`);
    return value;
  };
  const lock = choice(env, "S3_LOCK", ["none", "governance", "compliance"], "none");
  if (lock !== "none") needed("S3_LOCK_DAYS");
  else if (env.S3_LOCK_DAYS?.trim())
    throw new ConfigError("S3_LOCK_DAYS is set, but S3_LOCK is not: set it to governance or compliance.");
  return {
    url: `${origin}/${bucket}`,
    prefix: folders.map((folder) => `${folder}/`).join(""),
    region: env.S3_REGION?.trim() || "us-east-1",
    accessKeyId: needed("S3_ACCESS_KEY_ID"),
    secretAccessKey: needed("S3_SECRET_ACCESS_KEY"),
    lock:
      lock === "none"
        ? null
        : {
            mode: lock === "governance" ? "GOVERNANCE" : "COMPLIANCE",
            days: wholeNumber(env, "S3_LOCK_DAYS", 0, 1, 36_500),
          },
  };
}

const isAddress = (text: string): boolean => /^[^\s@<>,]+@[^\s@<>,]+$/.test(text);

function logHeadTo(env: NodeJS.ProcessEnv): string[] {
  const given = env.LOG_HEAD_TO?.trim();
  if (!given) return [];
  const addresses = given.split(",").map((address) => address.trim());
  if (!addresses.every(isAddress))
    throw new ConfigError(`LOG_HEAD_TO is "${given}", but must be e-mail addresses, separated by commas.`);
  return [...new Set(addresses)];
}

/** Reads the settings. Throws ConfigError on the first that cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const host = env.HOST?.trim() || "127.0.0.1";
  const port = wholeNumber(env, "PORT", 4000, 0, 65_535);
  const shownHost = ["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  const mailFrom = env.MAIL_FROM?.trim() || "no-reply@accrue.test";
  if (!isAddress(mailFrom)) throw new ConfigError(`MAIL_FROM is "${mailFrom}", but must be an e-mail address.`);
  if (env.DATABASE_URL?.trim() && !env.SECRETS_KEY?.trim()) {
    const needs = "with DATABASE_URL needs SECRETS_KEY: 32 random characters or more, the same for every server.";
    if (env.REQUIRE_SECOND_FACTOR?.trim() === "staff") throw new ConfigError(`REQUIRE_SECOND_FACTOR ${needs}`);
    if (env.SECRETS_KEY_PREVIOUS?.trim()) throw new ConfigError(`SECRETS_KEY_PREVIOUS ${needs}`);
  }
  const demo: DemoSettings = {
    production: env.NODE_ENV === "production",
    host,
    publicUrl: url(env, "PUBLIC_URL", ["http:", "https:"]) ?? `http://${shownHost}:${port}`,
    publicDemo: choice(env, "PUBLIC_DEMO", ["0", "1"], "0") === "1",
  };
  // Where others reach the server staff need one, if its secrets can be kept; a first look at one's own machine must work without a telephone.
  const keepsSecrets = !env.DATABASE_URL?.trim() || Boolean(env.SECRETS_KEY?.trim());
  const factor = !demoIsOpen(demo) && keepsSecrets ? "staff" : "none";
  const config: Config = {
    ...demo,
    port,
    databaseUrl: url(env, "DATABASE_URL", ["postgres:", "postgresql:"]),
    databaseOwnerUrl: url(env, "DATABASE_OWNER_URL", ["postgres:", "postgresql:"]),
    dataDir: path.resolve(env.DATA_DIR?.trim() || "data"),
    sendgridApiKey: env.SENDGRID_API_KEY?.trim() || null,
    sendgridBaseUrl: url(env, "SENDGRID_BASE_URL", ["http:", "https:"]) ?? "https://api.sendgrid.com",
    sendgridEventKey: sendgridEventKey(env),
    smtp: smtp(env),
    // A transaction waits for it, and one that does nothing for a minute is ended: see ormconfig.ts.
    mailTimeoutSeconds: wholeNumber(env, "MAIL_TIMEOUT_SECONDS", 30, 1, 45),
    mailFrom,
    stripe: stripe(env),
    uploadMaxBytes: wholeNumber(env, "UPLOAD_MAX_BYTES", 256 * 1024 * 1024, 1024, 4 * 1024 ** 3),
    storage: choice(env, "STORAGE", ["database", "s3"], "database") as Config["storage"],
    s3: s3(env),
    clamd: clamd(env),
    uploadFreeBytes: wholeNumber(env, "UPLOAD_FREE_BYTES", 256 * 1024 * 1024, 0, Number.MAX_SAFE_INTEGER),
    uploadAtOnceBytes: wholeNumber(env, "UPLOAD_AT_ONCE_BYTES", 8 * 1024 * 1024, 0, 4 * 1024 ** 3),
    breachedPasswordsFile: env.BREACHED_PASSWORDS_FILE?.trim() || null,
    signInDays: wholeNumber(env, "SIGN_IN_DAYS", 14, 1, 365),
    signInIdleMinutes: wholeNumber(env, "SIGN_IN_IDLE_MINUTES", 0, 0, 525_600),
    proofMinutes: wholeNumber(env, "PROOF_MINUTES", 10, 1, 1_440),
    jobConcurrency: wholeNumber(env, "JOB_CONCURRENCY", 4, 0, 64),
    rateLimits: Object.fromEntries(
      rateLimits().map(({ name, most }) => [name, wholeNumber(env, limitVariable(name), most, 1, 1_000_000_000)]),
    ),
    trustProxy: trustedProxies(env),
    corsOrigins: origins(env, "CORS_ORIGINS"),
    installation: env.INSTALLATION?.trim() ?? "",
    sandboxDatabaseUrl: sandboxDatabase(env),
    sandboxAllowed: choice(env, "SANDBOX", ["0", "1"], "1") === "1",
    sandbox: false,
    rehearsal: choice(env, "REHEARSAL", ["0", "1"], "0") === "1",
    lastSeenFile: env.LAST_SEEN_FILE?.trim() || null,
    securityContact: url(env, "SECURITY_CONTACT", ["mailto:", "https:"]),
    metricsToken: env.METRICS_TOKEN?.trim() || null,
    secretsKey: secretsKey(env, "SECRETS_KEY"),
    previousSecretsKey: secretsKey(env, "SECRETS_KEY_PREVIOUS"),
    privateWebhooks: choice(env, "PRIVATE_WEBHOOKS", ["0", "1"], "0") === "1",
    trustedDocumentsOnly: choice(env, "TRUSTED_DOCUMENTS_ONLY", ["0", "1"], "0") === "1",
    staffNeedSecondFactor: choice(env, "REQUIRE_SECOND_FACTOR", ["none", "staff"], factor) === "staff",
    singleSignOn: singleSignOn(env),
    logLevel: choice(env, "LOG_LEVEL", logLevels, "info"),
    logWitnesses: logWitnesses(env),
    logHeadTo: logHeadTo(env),
    pagesDir: "dist",
  };
  return config.rehearsal ? rehearsalConfig(config) : config;
}

/** The settings of a rehearsal: nothing goes out of it, whatever the environment says. */
const rehearsalConfig = (config: Config): Config => ({
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
