import { t } from "../i18n/t.ts";
import type { DialogField } from "../ui/operation-dialog.tsx";
import type { MemberPage } from "./member.data.ts";

/** The fields of a member's form, with what is known of one. */
export const memberFields = (member?: MemberPage): DialogField[] => [
  {
    name: "firstName",
    isShort: true,
    label: t("column.firstName"),
    initial: member?.firstName,
    help: t("members.oneName"),
  },
  { name: "lastName", isShort: true, label: t("column.lastName"), initial: member?.lastName },
  { name: "suffix", label: t("members.suffix"), initial: member?.suffix ?? "" },
  {
    name: "printedName",
    label: t("members.printedName"),
    initial: member && member.name !== plainName(member) ? member.name : "",
    help: t("members.printedNameHelp"),
  },
  {
    name: "membership",
    isShort: true,
    label: t("members.membership"),
    initial: member?.membership ?? "MEMBER",
    choices: [
      { id: "MEMBER", name: t("members.member") },
      { id: "GUEST", name: t("members.guest") },
    ],
  },
  {
    name: "active",
    isShort: true,
    label: t("members.standing"),
    initial: member?.active === false ? "no" : "yes",
    choices: [
      { id: "yes", name: t("members.active") },
      { id: "no", name: t("members.inactive") },
    ],
  },
  { name: "memberSince", isShort: true, label: t("members.since"), type: "date", initial: member?.memberSince ?? "" },
  { name: "memberUntil", isShort: true, label: t("members.until"), type: "date", initial: member?.memberUntil ?? "" },
  { name: "role", label: t("members.role"), initial: member?.role ?? "" },
  { name: "city", isShort: true, label: t("members.city"), initial: member?.city ?? "" },
  { name: "state", isShort: true, label: t("members.stateOfUs"), initial: member?.state ?? "" },
  { name: "zip", isShort: true, label: t("members.zip"), initial: member?.zip ?? "" },
  { name: "county", isShort: true, label: t("members.county"), initial: member?.county ?? "" },
  { name: "phone", label: t("members.phone"), initial: member?.phone ?? "" },
];

const plainName = ({ firstName, lastName, suffix }: MemberPage): string =>
  [firstName, lastName, suffix].filter(Boolean).join(" ");
