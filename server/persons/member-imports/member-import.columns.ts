import { fold } from "../../core/fold.ts";

/** What a list of members may say of each. */
export enum MemberImportColumn {
  MEMBER_NUMBER = "MEMBER_NUMBER",
  FIRST_NAME = "FIRST_NAME",
  LAST_NAME = "LAST_NAME",
  SUFFIX = "SUFFIX",
  EMAIL = "EMAIL",
  PHONE = "PHONE",
  CITY = "CITY",
  STATE = "STATE",
  ZIP = "ZIP",
  COUNTY = "COUNTY",
  ROLE = "ROLE",
  MEMBERSHIP = "MEMBERSHIP",
  MEMBER_SINCE = "MEMBER_SINCE",
  MEMBER_UNTIL = "MEMBER_UNTIL",
  ACTIVE = "ACTIVE",
}

const c = MemberImportColumn;

export const everyColumn = Object.values(MemberImportColumn);

/** How associations head each column: a heading that is one of these is taken for it, whatever its case and punctuation. */
export const usualHeadings: Record<MemberImportColumn, readonly string[]> = {
  [c.MEMBER_NUMBER]: ["Member ID", "Member Number", "Member No", "Membership ID", "Membership Number", "Customer ID"],
  [c.FIRST_NAME]: ["First Name", "Given Name", "Given Names", "Forename", "First"],
  [c.LAST_NAME]: ["Last Name", "Family Name", "Surname", "Last"],
  [c.SUFFIX]: ["Suffix", "Name Suffix"],
  [c.EMAIL]: ["Email", "E-mail Address", "Primary Email", "Primary Email Address"],
  [c.PHONE]: ["Phone", "Phone Number", "Telephone", "Primary Phone", "Mobile", "Mobile Phone"],
  [c.CITY]: ["City", "Town"],
  [c.STATE]: ["State", "Province", "State/Province", "Region"],
  [c.ZIP]: ["Zip", "Zip Code", "Postal Code", "Postcode"],
  [c.COUNTY]: ["County"],
  [c.ROLE]: ["Role", "Profession", "Occupation", "Job Title"],
  [c.MEMBERSHIP]: ["Membership", "Member Type", "Membership Type", "Kind"],
  [c.MEMBER_SINCE]: ["Member Since", "Join Date", "Joined", "Membership Start", "Start Date"],
  [c.MEMBER_UNTIL]: [
    "Member Until",
    "Expires",
    "Expiration Date",
    "Expiry Date",
    "Paid Through",
    "Membership End",
    "End Date",
  ],
  [c.ACTIVE]: ["Active", "Status", "Member Status", "Is Active"],
};

/** For what a heading of a file is used; null: for nothing. */
export interface HeadingUse {
  heading: string;
  column: MemberImportColumn | null;
}

export interface HeadingUses {
  uses: HeadingUse[];
  /** Headings that could all be the same column, of which nothing says which one is meant. */
  ambiguous: { column: MemberImportColumn; headings: string[] }[];
  /** What was asked for by headings that the file does not have. */
  absent: HeadingUse[];
}

/**
 * For what each heading of a file is used: as `asked`; else as in the import before, where the file has that heading; else by what it is
 * called. Nothing is guessed where two headings could be one column.
 * @param memberIdLabel the accreditor's name for a member's number
 */
export function usesOfHeadings(
  headings: readonly string[],
  memberIdLabel: string,
  asked: readonly HeadingUse[] | null,
  before: readonly HeadingUse[],
): HeadingUses {
  const keys = headings.map(fold);
  const has = ({ heading }: HeadingUse) => keys.includes(fold(heading));
  const columnOf = new Map<string, MemberImportColumn | null>();
  const said = asked ?? before.filter(has);
  const decided = new Set(said.flatMap(({ column }) => column ?? []));
  if (!asked) {
    const usual = new Map(everyColumn.flatMap((column) => usualHeadings[column].map((text) => [fold(text), column])));
    usual.set(fold(memberIdLabel), c.MEMBER_NUMBER);
    for (const key of keys) {
      const column = usual.get(key);
      if (column && !decided.has(column)) columnOf.set(key, column);
    }
  }
  for (const { heading, column } of said) columnOf.set(fold(heading), column);
  const uses = headings.map((heading) => ({ heading, column: columnOf.get(fold(heading)) ?? null }));
  const ambiguous = everyColumn.flatMap((column) => {
    const same = uses.filter((use) => use.column === column).map(({ heading }) => heading);
    return same.length > 1 ? [{ column, headings: same }] : [];
  });
  return { uses, ambiguous, absent: (asked ?? []).filter((use) => use.column !== null && !has(use)) };
}
