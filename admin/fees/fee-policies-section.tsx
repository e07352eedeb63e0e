import { Box, Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { typesQuery } from "../programs/program.data.ts";
import { formatDay, formatDays } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import {
  addFeePolicy,
  addFeePromotion,
  type FeePolicyInput,
  type FeePolicyRow,
  type FeeSimulation,
  feePoliciesQuery,
  simulateFeePolicy,
} from "./fees.data.ts";
import { centsOf, formatMoney } from "./money.ts";

/** Fees by date, and special rates: what holds, what held and what is to come. */
export const FeePoliciesSection = () => {
  const { data } = useAsk(feePoliciesQuery, {});
  const mayAdd = useHolds("FINANCE", "ADMINISTRATOR");
  const types = useAsk(typesQuery, {}).data?.programTypes ?? [];
  const [adding, setAdding] = useState<"policy" | "promotion" | null>(null);
  if (!data) return null;
  const { feePolicies, feePromotions } = data;
  const currency = feePolicies[0]?.currency ?? "USD";
  return (
    <Section
      title={t("fees.policies")}
      place="settings-fees"
      actions={
        mayAdd && (
          <>
            <Button size="small" variant="outlined" onClick={() => setAdding("policy")}>
              {t("fees.addPolicyOpen")}
            </Button>
            <Button size="small" variant="outlined" sx={{ ml: 1 }} onClick={() => setAdding("promotion")}>
              {t("fees.addPromotionOpen")}
            </Button>
          </>
        )
      }
    >
      {feePolicies.length === 0 && <Typography color="text.secondary">{t("fees.noPolicies")}</Typography>}
      {feePolicies.length > 0 && (
        <ScrollTable
          label={t("fees.policies")}
          headings={[
            t("fees.from"),
            t("programs.type"),
            t("fee.APPLICATION"),
            t("fee.FILING"),
            t("fee.LATE"),
            t("fees.effects"),
          ]}
        >
          {feePolicies.map((policy) => (
            <TableRow key={policy.id}>
              <TableCell>{formatDay(policy.startsOn)}</TableCell>
              <TableCell>
                {policy.typeId ? types.find(({ id }) => id === policy.typeId)?.name : t("fees.everyType")}
              </TableCell>
              <TableCell>{formatMoney(policy.applicationFee, policy.currency)}</TableCell>
              <TableCell>{filingFee(policy)}</TableCell>
              <TableCell>{formatMoney(policy.lateFee, policy.currency)}</TableCell>
              <TableCell>
                {[policy.holdsCertificates ? t("fees.holds") : "", policy.waivesOpenFees ? t("fees.waivesOpen") : ""]
                  .filter(Boolean)
                  .join(" ")}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {feePromotions.length > 0 && (
        <Box component="ul" sx={{ pl: 2.5 }}>
          {feePromotions.map((each) => (
            <li key={each.id}>
              {t("fees.promotion", {
                name: each.name,
                fee: t(`fee.${each.fee}`),
                days: formatDays(each.startsOn, each.endsOn),
                amount: formatMoney(each.rate, currency),
              })}
              {each.code && ` ${t("fees.withCode", { code: each.code })}`}
            </li>
          ))}
        </Box>
      )}
      {adding === "policy" && <PolicyDialog types={types} onClose={() => setAdding(null)} />}
      {adding === "promotion" && <PromotionDialog onClose={() => setAdding(null)} />}
    </Section>
  );
};

/** The parts of a filing fee, each where there is one. */
function filingFee({ currency, ...policy }: FeePolicyRow): string {
  const money = (cents: number) => formatMoney(cents, currency);
  const parts = [
    policy.filingFee > 0 && money(policy.filingFee),
    policy.filingFeePerCredit > 0 && t("fees.perCredit", { amount: money(policy.filingFeePerCredit) }),
    policy.filingFeePerAttendee > 0 && t("fees.perAttendee", { amount: money(policy.filingFeePerAttendee) }),
    policy.filingFeeMost !== null && t("fees.atMost", { amount: money(policy.filingFeeMost) }),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : money(0);
}

const yesOrNo = () => [
  { id: "yes", name: t("word.yes") },
  { id: "no", name: t("word.no") },
];

/** Asks for a policy, shows what it would have cost the last year's programs, and saves it when that was seen. */
const PolicyDialog = ({ types, onClose }: { types: readonly { id: string; name: string }[]; onClose(): void }) => {
  const [seen, setSeen] = useState<{ input: string; simulation: FeeSimulation } | null>(null);
  const simulate = useOperation(
    async (input: FeePolicyInput) => {
      setSeen({ input: JSON.stringify(input), simulation: await simulateFeePolicy(input) });
      return true;
    },
    { quiet: true },
  );
  const add = useOperation(addFeePolicy, { done: t("fees.policyAdded"), quiet: true });
  const money = (name: string, label: string, help?: string) => ({ name, label, initial: "0", help });
  return (
    <OperationDialog
      title={t("fees.addPolicy")}
      explanation={
        seen
          ? t("fees.simulated", {
              from: formatDay(seen.simulation.from),
              to: formatDay(seen.simulation.to),
              applications: seen.simulation.applications,
              reports: seen.simulation.reports,
              applicationFees: formatMoney(seen.simulation.applicationFees, currencyOf(seen.input)),
              filingFees: formatMoney(seen.simulation.filingFees, currencyOf(seen.input)),
              lateFees: formatMoney(seen.simulation.lateFees, currencyOf(seen.input)),
              charged: formatMoney(seen.simulation.charged, currencyOf(seen.input)),
            })
          : t("fees.policyMeaning")
      }
      fields={[
        { name: "startsOn", label: t("fees.from"), type: "date", required: true },
        {
          name: "typeId",
          label: t("programs.type"),
          choices: [{ id: "all", name: t("fees.everyType") }, ...types],
          initial: "all",
        },
        { name: "currency", label: t("fees.currency"), required: true, initial: "USD" },
        money("applicationFee", t("fee.APPLICATION")),
        money("filingFee", t("fee.FILING")),
        money("filingFeePerCredit", t("fees.filingPerCredit")),
        money("filingFeePerAttendee", t("fees.filingPerAttendee")),
        { name: "filingFeeMost", label: t("fees.filingMost"), initial: "", help: t("fees.filingMostHelp") },
        money("lateFee", t("fee.LATE")),
        { name: "holdsCertificates", label: t("fees.holdsField"), choices: yesOrNo(), initial: "yes" },
        {
          name: "waivesOpenFees",
          label: t("fees.waivesOpenField"),
          choices: yesOrNo(),
          initial: "no",
          help: t("fees.waivesOpenHelp"),
        },
        { name: "taxName", label: t("fees.taxName"), help: t("fees.taxNameHelp") },
        { name: "taxPercent", label: t("fees.taxPercent"), initial: "0" },
        { name: "howToPay", label: t("fees.howToPay"), multiline: true, help: t("fees.howToPayHelp") },
      ]}
      confirm={t(seen ? "button.save" : "fees.simulate")}
      busy={add.busy || simulate.busy}
      refusal={add.refusal ?? simulate.refusal}
      onClose={onClose}
      onConfirm={async ({ startsOn = "", typeId, currency = "", howToPay = "", filingFeeMost, ...values }) => {
        const cents = (name: string) => centsOf(values[name]);
        const input = {
          startsOn,
          typeId: typeId === "all" ? null : typeId,
          currency,
          howToPay,
          applicationFee: cents("applicationFee"),
          filingFee: cents("filingFee"),
          filingFeePerCredit: cents("filingFeePerCredit"),
          filingFeePerAttendee: cents("filingFeePerAttendee"),
          filingFeeMost: filingFeeMost ? centsOf(filingFeeMost) : null,
          lateFee: cents("lateFee"),
          holdsCertificates: values.holdsCertificates === "yes",
          waivesOpenFees: values.waivesOpenFees === "yes",
          taxName: values.taxName || null,
          taxPercent: values.taxPercent || "0",
        };
        // What was changed since it was looked at is looked at again.
        if (seen?.input !== JSON.stringify(input)) await simulate.run(input);
        else if (await add.run(input)) onClose();
      }}
    />
  );
};

const currencyOf = (input: string): string => (JSON.parse(input) as FeePolicyInput).currency;

const PromotionDialog = ({ onClose }: { onClose(): void }) => {
  const add = useOperation(addFeePromotion, { done: t("fees.promotionAdded"), quiet: true });
  return (
    <OperationDialog
      title={t("fees.addPromotion")}
      explanation={t("fees.promotionMeaning")}
      fields={[
        { name: "name", label: t("column.name"), required: true },
        {
          name: "fee",
          label: t("fees.ofFee"),
          choices: (["APPLICATION", "FILING"] as const).map((id) => ({ id, name: t(`fee.${id}`) })),
          initial: "APPLICATION",
        },
        { name: "startsOn", label: t("fees.from"), type: "date", required: true },
        { name: "endsOn", label: t("fees.until"), type: "date", required: true },
        { name: "rate", label: t("fees.rate"), required: true },
        { name: "code", label: t("fees.code"), help: t("fees.codeHelp") },
      ]}
      confirm={t("button.save")}
      busy={add.busy}
      refusal={add.refusal}
      onClose={onClose}
      onConfirm={async ({ name = "", fee, startsOn = "", endsOn = "", rate, code }) => {
        const saved = await add.run({
          name,
          fee: fee === "FILING" ? "FILING" : "APPLICATION",
          startsOn,
          endsOn,
          rate: centsOf(rate),
          code: code?.trim() || null,
        });
        if (saved) onClose();
      }}
    />
  );
};
