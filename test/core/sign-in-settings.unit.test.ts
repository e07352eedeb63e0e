import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigError, readConfig } from "../../server/core/config.ts";
import { keptSecretsKey } from "../../server/db/kept-secrets-key.ts";

const provider = { OIDC_ISSUER: "https://id.example/realm/", OIDC_CLIENT_ID: "accrue", OIDC_CLIENT_SECRET: "s" };

test("single sign-on is off by default, and on with an issuer, its client and its secret", () => {
  expect(readConfig({}).singleSignOn).toBeNull();
  expect(readConfig(provider).singleSignOn).toEqual({
    issuer: "https://id.example/realm/",
    clientId: "accrue",
    clientSecret: "s",
    name: "single sign-on",
    scopes: "openid email profile",
  });
});

const database = "postgres://db.example/accrue";
test.each([
  [{ OIDC_CLIENT_ID: "accrue" }, "OIDC_CLIENT_ID is set without OIDC_ISSUER"],
  [{ ...provider, OIDC_CLIENT_ID: " " }, "OIDC_CLIENT_ID is not"],
  [{ ...provider, OIDC_CLIENT_SECRET: undefined }, "OIDC_CLIENT_SECRET is not"],
  [{ ...provider, OIDC_ISSUER: "id.example" }, "OIDC_ISSUER must be an address"],
  [{ ...provider, OIDC_ISSUER: "http://id.example" }, "OIDC_ISSUER must begin with https://"],
  [{ ...provider, OIDC_ISSUER: "http://localhost.example" }, "OIDC_ISSUER must begin with https://"],
  [{ ...provider, OIDC_SCOPES: "email openid2" }, "OIDC_SCOPES"],
  [{ SECRETS_KEY: "x".repeat(31) }, "SECRETS_KEY must have at least 32"],
  [{ SECRETS_KEY_PREVIOUS: "x".repeat(31) }, "SECRETS_KEY_PREVIOUS must have at least 32"],
  [
    { SECRETS_KEY_PREVIOUS: "x".repeat(32), DATABASE_URL: database },
    "SECRETS_KEY_PREVIOUS with DATABASE_URL needs SECRETS_KEY",
  ],
  [{ REQUIRE_SECOND_FACTOR: "everybody" }, "REQUIRE_SECOND_FACTOR"],
  [{ REQUIRE_SECOND_FACTOR: "staff", DATABASE_URL: database }, "needs SECRETS_KEY"],
])("a start with %j ends with a sentence that names the setting", (env, sentence) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(sentence);
});

test("on this machine a provider may do without encryption", () => {
  for (const OIDC_ISSUER of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])
    expect(readConfig({ ...provider, OIDC_ISSUER }).singleSignOn?.issuer).toBe(OIDC_ISSUER);
});

test("the embedded database's key is made once, for its owner's eyes alone; a file that holds none ends the start", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "accrue-key-"));
  try {
    const key = keptSecretsKey(folder);
    expect(key).toHaveLength(32);
    expect(keptSecretsKey(folder)).toEqual(key);
    const file = path.join(folder, "secrets.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, "");
    expect(() => keptSecretsKey(folder)).toThrow(ConfigError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [{}, false],
  [{ NODE_ENV: "production" }, true],
  [{ HOST: "0.0.0.0" }, true],
  [{ PUBLIC_URL: "https://cec.example.org" }, true],
  [{ PUBLIC_URL: "https://cec.example.org", PUBLIC_DEMO: "1" }, false],
  [{ NODE_ENV: "production", REQUIRE_SECOND_FACTOR: "none" }, false],
  [{ REQUIRE_SECOND_FACTOR: "staff" }, true],
])("with %j staff need a second factor: %s", (env, needed) => {
  expect(readConfig(env).staffNeedSecondFactor).toBe(needed);
});
