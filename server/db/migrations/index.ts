// Every migration, one line each; they run in the order of their timestamps.
export * from "./1795867200000-initial.ts";
export * from "./1795876933761-finding-severity.ts";
export * from "./1795879294114-mail-kind.ts";
export * from "./1795879479492-who-decided.ts";
export * from "./1795879638690-languages.ts";
export * from "./1795879674273-demo-accounts.ts";
export * from "./1795880391663-legal-moves.ts";
export * from "./1795880700000-accreditor-language.ts";
export * from "./1795880909445-reporting-days.ts";
export * from "./1795888135150-bytes-as-they-are.ts";
export * from "./1795889048241-provider-status.ts";
export * from "./1795889187751-mail-language.ts";
export * from "./1795889336700-calendar.ts";
export * from "./1795889336926-redacted-fields.ts";
export * from "./1795889806981-account-states.ts";
export * from "./1795890572228-reporting-reminders.ts";
export * from "./1795891895128-installation.ts";
