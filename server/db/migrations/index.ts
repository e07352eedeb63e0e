import { InitialTables1764000000000 } from "./1764000000000-initial-tables.ts";
import { InitialPolicies1764000000001 } from "./1764000000001-initial-policies.ts";
import { Conferences1764000000002 } from "./1764000000002-conferences.ts";
import { Registering1764000000101 } from "./1764000000101-registering.ts";
import { RateLimits1764000000102 } from "./1764000000102-rate-limits.ts";
import { AuditChain1764000000103 } from "./1764000000103-audit-chain.ts";
import { ApiKeys1764000000104 } from "./1764000000104-api-keys.ts";
import { Invitations1764000000105 } from "./1764000000105-invitations.ts";
import { Console1764000000201 } from "./1764000000201-console.ts";
import { Lists1764000000300 } from "./1764000000300-lists.ts";
import { ConferenceConsole1764000000310 } from "./1764000000310-conference-console.ts";
import { AttendanceCorrections1764000000320 } from "./1764000000320-attendance-corrections.ts";
import { FrozenCertificates1764000000330 } from "./1764000000330-frozen-certificates.ts";
import { Settings1764000000331 } from "./1764000000331-settings.ts";
import { SecondFactor1764000000340 } from "./1764000000340-second-factor.ts";
import { SingleSignOn1764000000341 } from "./1764000000341-single-sign-on.ts";
import { MergedMembers1764000000350 } from "./1764000000350-merged-members.ts";
import { AuditRedaction1764000000351 } from "./1764000000351-audit-redaction.ts";
import { Privacy1764000000352 } from "./1764000000352-privacy.ts";
import { AuditSearchPath1764000000360 } from "./1764000000360-audit-search-path.ts";
import { IdempotencyCarriedOut1764000000361 } from "./1764000000361-idempotency-carried-out.ts";
import { AuditLists1764000000370 } from "./1764000000370-audit-lists.ts";
import { LongLists1764000000380 } from "./1764000000380-long-lists.ts";
import { AuditOrders1764000000391 } from "./1764000000391-audit-orders.ts";
import { Prefixes1764000000392 } from "./1764000000392-prefixes.ts";

/** In the order in which they run. */
export const migrations = [
  InitialTables1764000000000,
  InitialPolicies1764000000001,
  Conferences1764000000002,
  Registering1764000000101,
  RateLimits1764000000102,
  AuditChain1764000000103,
  ApiKeys1764000000104,
  Invitations1764000000105,
  Console1764000000201,
  Lists1764000000300,
  ConferenceConsole1764000000310,
  AttendanceCorrections1764000000320,
  FrozenCertificates1764000000330,
  Settings1764000000331,
  SecondFactor1764000000340,
  SingleSignOn1764000000341,
  MergedMembers1764000000350,
  AuditRedaction1764000000351,
  Privacy1764000000352,
  AuditSearchPath1764000000360,
  IdempotencyCarriedOut1764000000361,
  AuditLists1764000000370,
  LongLists1764000000380,
  AuditOrders1764000000391,
  Prefixes1764000000392,
];
