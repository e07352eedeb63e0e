import { Field, Int, ObjectType } from "type-graphql";
import type { Context } from "../core/context.ts";
import { everyKey, ShownTo } from "../core/policy.ts";
import type { AccreditorSettings } from "./settings.entity.ts";

@ShownTo(everyKey)
@ObjectType("Settings", { description: "What the accreditor has set for this installation.", simpleResolvers: true })
export class SettingsObject
  implements
    Pick<
      AccreditorSettings,
      | "accreditorName"
      | "memberIdLabel"
      | "programLetter"
      | "timeZone"
      | "reportingDays"
      | "claimDays"
      | "claimsFromYear"
      | "olderClaimsUrl"
    >
{
  @Field(() => String, { nullable: true, description: "Where its logo is served, for anyone; null: it has none." })
  logoUrl!: string | null;
  @Field(() => String, { description: "Name of the accreditor." }) accreditorName!: string;
  @Field(() => String, { description: "The accreditor's name for a member number: heading of the roster's ID column." })
  memberIdLabel!: string;
  @Field(() => String, { description: "Letter that program numbers begin with." }) programLetter!: string;
  @Field(() => String, { description: "IANA name of the accreditor's own time zone." }) timeZone!: string;
  @Field(() => Int, { description: "How many days after an offering ends its attendance may be reported." })
  reportingDays!: number;
  @Field(() => Int, { description: "How many days after a conference its sessions may be claimed; 0: for ever." })
  claimDays!: number;
  @Field(() => Int, { description: "Conferences that start in or after this year can be claimed." })
  claimsFromYear!: number;
  @Field(() => String, { description: "Where conferences of earlier years are claimed; empty: nowhere." })
  olderClaimsUrl!: string;
}

/** Where the logo is served. The address is another one whenever the logo is. */
export const logoUrl = (ctx: Context, { logoFileId }: Pick<AccreditorSettings, "logoFileId">): string | null =>
  logoFileId && `${ctx.config.publicUrl}/logo/${logoFileId}`;
