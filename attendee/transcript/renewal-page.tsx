import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link, noteSearch } from "../ui/router.tsx";

const RequirementsQuery = graphql(`
  query RenewalRequirements {
    renewalRequirements { code name body licenceKindId }
    viewer { member { licences { kind { id } expiresOn } } }
  }
`);

const RenewalQuery = graphql(`
  query Renewal($code: String!, $endsOn: LocalDate!, $on: LocalDate) {
    renewal(code: $code, endsOn: $endsOn, on: $on) {
      from
      to
      on
      opensOn
      lateUntil
      state
      isEnough
      proofUrl
      proofTableUrl
      requirement { name body sourceUrl creditUnit }
      parts { kind { name unit } minimum maximum earned counted missing }
      lines { counted leftOut { kind { name } credits } line { title sessionTitle completedOn credits creditUnit outsideCreditId providerName } }
    }
  }
`);

type Requirement = ResultOf<typeof RequirementsQuery>["renewalRequirements"][number];
type Renewal = ResultOf<typeof RenewalQuery>["renewal"];

const fromAddress = () => {
  const search = new URLSearchParams(location.search);
  return { code: search.get("code") ?? "", endsOn: search.get("ends") ?? "", on: search.get("on") ?? "" };
};

/** What a member has of what a board wants: for which board and which cycle stands in the address. */
export function RenewalPage() {
  const [given, setGiven] = useState(fromAddress);
  const { data, error } = useQuery(RequirementsQuery, {});
  // A requirement over time is one choice.
  const boards = [...new Map(data?.renewalRequirements.map((each) => [each.code, each])).values()];
  const board = boards.find(({ code }) => code === given.code) ?? boards[0];
  const licence = data?.viewer?.member?.licences.find(({ kind }) => board && kind.id === board.licenceKindId);
  const endsOn = given.endsOn || licence?.expiresOn || "";
  const choose = (change: Partial<typeof given>) => {
    const next = { ...given, ...change };
    setGiven(next);
    const { code, endsOn: ends, on } = next;
    const search = new URLSearchParams(Object.entries({ code, ends, on }).filter(([, value]) => value)).toString();
    noteSearch(search && `?${search}`);
  };
  return (
    <>
      <PageHeading title={t("renewal.title")}>{t("renewal.title")}</PageHeading>
      <Divider />
      <p class="lede">{t("renewal.meaning")}</p>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!data && !error ? <Skeleton rows={3} /> : null}
      {data && !board ? <p class="empty">{t("renewal.none")}</p> : null}
      {board ? (
        <>
          <fieldset class="range card">
            <legend>{t("renewal.which")}</legend>
            <div class="field">
              <label for="renewal-board">{t("renewal.board")}</label>
              <select
                id="renewal-board"
                value={board.code}
                onChange={(event) => choose({ code: event.currentTarget.value, endsOn: "" })}
              >
                {boards.map(({ code, name, body }) => (
                  <option key={code} value={code}>
                    {t("renewal.boardOf", { name, body })}
                  </option>
                ))}
              </select>
            </div>
            <div class="pair">
              <div class="field">
                <label for="renewal-ends">{t("renewal.endsOn")}</label>
                <input
                  id="renewal-ends"
                  type="date"
                  value={endsOn}
                  onChange={(event) => choose({ endsOn: event.currentTarget.value })}
                />
              </div>
              <div class="field">
                <label for="renewal-on">{t("renewal.on")}</label>
                <input
                  id="renewal-on"
                  type="date"
                  value={given.on}
                  onChange={(event) => choose({ on: event.currentTarget.value })}
                />
              </div>
            </div>
          </fieldset>
          {endsOn ? <Progress board={board} endsOn={endsOn} on={given.on} /> : <p>{t("renewal.sayWhen")}</p>}
        </>
      ) : null}
      <p>
        <Link to="/transcript">{t("certificate.seeTranscript")}</Link>
      </p>
    </>
  );
}

function Progress({ board, endsOn, on }: { board: Requirement; endsOn: string; on: string }) {
  const { data, error } = useQuery(RenewalQuery, { code: board.code, endsOn, on: on || null });
  if (error) return <Notice kind="problem">{messageOf(error)}</Notice>;
  if (!data) return <Skeleton rows={4} />;
  const { renewal } = data;
  const { requirement, lines } = renewal;
  return (
    <>
      <Notice kind={renewal.isEnough ? "done" : "info"} live>
        {verdict(renewal)}
      </Notice>
      <p>{t("renewal.cycle", { from: longDay(renewal.from), to: longDay(renewal.to) })}</p>
      <ul class="lines renewal-parts" aria-label={t("renewal.parts")}>
        {renewal.parts.map((part) => {
          const name = part.kind?.name ?? t("renewal.whole", { unit: requirement.creditUnit });
          return (
            <li key={name}>
              <span dir="auto">{name}</span>
              <span class="meta">{partWords(part)}</span>
              {part.minimum ? (
                <progress
                  aria-label={name}
                  value={Math.min(Number(part.counted), Number(part.minimum))}
                  max={Number(part.minimum)}
                />
              ) : null}
              <span class="line-credits">
                {part.counted} <span class="line-unit">{part.kind?.unit ?? requirement.creditUnit}</span>
              </span>
            </li>
          );
        })}
      </ul>
      {lines.length > 0 ? (
        <div class="actions">
          <a class="button primary" href={renewal.proofUrl}>
            {t("renewal.proof")}
          </a>
          <a class="button" href={renewal.proofTableUrl}>
            {t("renewal.proofTable")}
          </a>
        </div>
      ) : null}
      <h2>{t("renewal.lines")}</h2>
      {lines.length === 0 ? <p class="empty">{t("renewal.nothing")}</p> : null}
      <ul class="lines" aria-label={t("renewal.lines")}>
        {lines.map(({ line, counted, leftOut }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ID of their own
          <li key={at}>
            <span dir="auto">{line.sessionTitle ?? line.title}</span>
            <span class="meta">
              {[
                longDay(line.completedOn),
                ...leftOut.map(({ kind, credits }) =>
                  t("renewal.leftOut", { credits, kind: kind?.name ?? t("elsewhere.title") }),
                ),
                ...(line.outsideCreditId ? [t("transcript.elsewhere", { by: line.providerName })] : []),
                ...(counted === "0.00" && leftOut.length === 0
                  ? [t("renewal.otherUnit", { credits: line.credits, unit: line.creditUnit })]
                  : []),
              ].join(" · ")}
            </span>
            <span class="line-credits">
              {counted} <span class="line-unit">{requirement.creditUnit}</span>
            </span>
          </li>
        ))}
      </ul>
      <p class="meta">
        {t("renewal.boardDecides", { body: requirement.body })}{" "}
        {requirement.sourceUrl ? (
          <a href={requirement.sourceUrl} target="_blank" rel="noreferrer">
            {t("renewal.source")}
          </a>
        ) : null}
      </p>
    </>
  );
}

function verdict({ isEnough, state, on, opensOn, lateUntil, to }: Renewal): string {
  const days = { on: longDay(on), opensOn: longDay(opensOn), lateUntil: longDay(lateUntil), to: longDay(to) };
  return `${t(isEnough ? "renewal.enough" : "renewal.notEnough", days)} ${t(`renewal.state.${state}`, days)}`;
}

function partWords({ minimum, maximum, earned, missing }: Renewal["parts"][number]): string {
  return [
    ...(minimum ? [t("renewal.ofMinimum", { minimum })] : []),
    ...(maximum ? [t("renewal.ofMaximum", { maximum, earned })] : []),
    ...(missing === "0.00" ? [] : [t("renewal.missing", { missing })]),
  ].join(" · ");
}
