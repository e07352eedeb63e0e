import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { AccountResolver } from "./accounts/account.resolver.ts";
import { AttendanceResolver, AttendanceUploadResolver } from "./attendance/attendance.resolver.ts";
import { CertificateResolver, ProgramCertificatesResolver } from "./certificates/certificate.resolver.ts";
import { MailResolver } from "./mail/mail.resolver.ts";
import { MemberResolver, ViewerMemberResolver } from "./members/member.resolver.ts";
import { SettingsResolver } from "./policies/settings.resolver.ts";
import { OfferingResolver, ProgramResolver } from "./programs/program.resolver.ts";
import { ProviderResolver, ViewerProvidersResolver } from "./providers/provider.resolver.ts";

// biome-ignore lint/complexity/noBannedTypes: TypeGraphQL's own type of a resolver class
const resolvers: NonEmptyArray<Function> = [
  AccountResolver,
  MailResolver,
  MemberResolver,
  ViewerMemberResolver,
  ProviderResolver,
  ViewerProvidersResolver,
  SettingsResolver,
  ProgramResolver,
  OfferingResolver,
  AttendanceResolver,
  AttendanceUploadResolver,
  CertificateResolver,
  ProgramCertificatesResolver,
];

/** The whole API. Class-validator's decorators on inputs are off by default in TypeGraphQL: here they count. */
export const createSchema = (): Promise<GraphQLSchema> =>
  buildSchema({
    resolvers,
    validate: { forbidUnknownValues: false, whitelist: false },
    validateFn: undefined,
    nullableByDefault: false,
  });
