import { InitialTables1764000000000 } from "./1764000000000-initial-tables.ts";
import { InitialPolicies1764000000001 } from "./1764000000001-initial-policies.ts";
import { Conferences1764000000002 } from "./1764000000002-conferences.ts";
import { Registering1764000000101 } from "./1764000000101-registering.ts";
import { RateLimits1764000000102 } from "./1764000000102-rate-limits.ts";
import { AuditChain1764000000103 } from "./1764000000103-audit-chain.ts";
import { Console1764000000201 } from "./1764000000201-console.ts";

/** In the order in which they run. */
export const migrations = [
  InitialTables1764000000000,
  InitialPolicies1764000000001,
  Conferences1764000000002,
  Registering1764000000101,
  RateLimits1764000000102,
  AuditChain1764000000103,
  Console1764000000201,
];
