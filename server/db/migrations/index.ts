import { InitialTables1764000000000 } from "./1764000000000-initial-tables.ts";
import { InitialPolicies1764000000001 } from "./1764000000001-initial-policies.ts";

/** In the order in which they run. */
export const migrations = [InitialTables1764000000000, InitialPolicies1764000000001];
