import { useState } from "preact/hooks";
import { graphql, type ResultOf } from "../api/graphql.ts";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { settingsStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { kindAward } from "../ui/kind-award.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link, noteSearch } from "../ui/router.tsx";

const lineFields = graphql(`
  fragment LineFields on TranscriptLine {
    completedOn
    title
    sessionTitle
    programNumber
    providerName
    credits
    creditUnit
    certificateNumber
    issuedElsewhereBy
    issuedElsewherePdfUrl
    outsideCreditId
    kinds { name unit credits isPart }
    holds
  }
`);

const TranscriptQuery = graphql(
  `
    query Transcript($from: LocalDate, $to: LocalDate, $asOf: LocalDate) {
      transcript(from: $from, to: $to, asOf: $asOf) {
        memberNumber
        memberName
        licences
        lines { ...LineFields }
        elsewhere { ...LineFields }
        elsewhereTotals { creditUnit credits }
        elsewhereKindTotals { name credits }
        addedSince { ...LineFields }
        totals { creditUnit credits }
        kindTotals { name unit credits }
        pdfUrl
      }
    }
`,
  [lineFields],
);

type Line = ResultOf<typeof lineFields>;

const fromAddress = () => {
  const search = new URLSearchParams(location.search);
  return { from: search.get("from") ?? "", to: search.get("to") ?? "", asOf: search.get("asOf") ?? "" };
};

export function TranscriptPage() {
  const [range, setRange] = useState(fromAddress);
  const [reversed, setReversed] = useState(false);
  const { data, error } = useQuery(TranscriptQuery, {
    from: range.from || null,
    to: range.to || null,
    asOf: range.asOf || null,
  });
  const transcript = data?.transcript;
  const choose = (change: Partial<typeof range>) => {
    const next = { ...range, ...change };
    setReversed(next.from !== "" && next.to !== "" && next.from > next.to);
    if (next.from && next.to && next.from > next.to) return;
    setRange(next);
    const search = new URLSearchParams(Object.entries(next).filter(([, value]) => value)).toString();
    noteSearch(search && `?${search}`);
  };
  const year = new Date().getFullYear();
  const ranges = [
    { label: t("transcript.everything"), from: "", to: "" },
    { label: String(year), from: `${year}-01-01`, to: `${year}-12-31` },
    { label: String(year - 1), from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
  return (
    <>
      <PageHeading title={t("transcript.title")}>{t("transcript.title")}</PageHeading>
      <Divider />
      <p class="lede">
        {transcript
          ? t("transcript.allOf", {
              name: transcript.memberName,
              label: settingsStore.get()?.memberIdLabel ?? t("account.memberId"),
              number: transcript.memberNumber,
              strong: (text) => <strong dir="auto">{text}</strong>,
            })
          : t("transcript.all")}
        {transcript?.licences.map((licence) => (
          <span class="licence" key={licence}>
            {licence}
          </span>
        ))}
      </p>
      <p>
        <Link to="/renewal">{t("transcript.renewal")}</Link>
      </p>
      <p>
        <Link to="/elsewhere">{t("transcript.enterElsewhere")}</Link>
      </p>
      <fieldset class="range card">
        <legend>{t("transcript.completed")}</legend>
        <div class="pair">
          <div class="field">
            <label for="range-from">{t("transcript.from")}</label>
            <input
              id="range-from"
              type="date"
              value={range.from}
              onChange={(event) => choose({ from: event.currentTarget.value })}
            />
          </div>
          <div class="field">
            <label for="range-to">{t("transcript.to")}</label>
            <input
              id="range-to"
              type="date"
              value={range.to}
              onChange={(event) => choose({ to: event.currentTarget.value })}
            />
          </div>
        </div>
        <div class="chips">
          {ranges.map(({ label, from, to }) => (
            <button
              key={label}
              type="button"
              class="chip"
              aria-pressed={range.from === from && range.to === to}
              onClick={() => choose({ from, to })}
            >
              {label}
            </button>
          ))}
        </div>
        <div class="field">
          <label for="as-of">{t("transcript.asOf")}</label>
          <input
            id="as-of"
            type="date"
            value={range.asOf}
            onChange={(event) => choose({ asOf: event.currentTarget.value })}
          />
        </div>
        {reversed ? <Notice kind="problem">{t("transcript.reversed")}</Notice> : null}
      </fieldset>
      {error ? <Notice kind="problem">{messageOf(error)}</Notice> : null}
      {!transcript && !error ? <Skeleton rows={5} /> : null}
      {transcript ? (
        <>
          <dl class="totals" aria-label={t("transcript.totals")}>
            {transcript.totals.map(({ creditUnit, credits }) => (
              <div key={creditUnit}>
                <dt>{creditUnit}</dt>
                <dd>{credits}</dd>
              </div>
            ))}
            {transcript.kindTotals.map(({ name, credits }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{credits}</dd>
              </div>
            ))}
          </dl>
          <p class="visually-hidden" role="status">
            {t("transcript.lines", { count: transcript.lines.length })}
          </p>
          {transcript.lines.length + transcript.elsewhere.length > 0 ? (
            <>
              <p>
                <a class="button primary" href={transcript.pdfUrl} target="_blank" rel="noreferrer">
                  {t("transcript.download")}
                </a>
              </p>
              <Lines lines={transcript.lines} />
            </>
          ) : (
            <p class="empty">
              {t(range.from || range.to || range.asOf ? "transcript.nothingInRange" : "transcript.nothing")}
            </p>
          )}
          {transcript.elsewhere.length > 0 ? (
            <>
              <h2>{t("elsewhere.title")}</h2>
              <p class="meta">
                {t("transcript.elsewhereMeaning", {
                  sums: [
                    ...transcript.elsewhereTotals.map(({ creditUnit, credits }) => `${credits} ${creditUnit}`),
                    ...transcript.elsewhereKindTotals.map(({ name, credits }) => `${name} ${credits}`),
                  ].join(" · "),
                })}
              </p>
              <Lines lines={transcript.elsewhere} />
            </>
          ) : null}
          {transcript.addedSince.length > 0 ? (
            <>
              <h2>{t("transcript.addedSince")}</h2>
              <Lines lines={transcript.addedSince} />
            </>
          ) : null}
        </>
      ) : null}
    </>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  return (
    <ul class="lines">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ID of their own
        <li key={at}>
          <span dir="auto">
            {line.sessionTitle ? (
              <>
                {line.sessionTitle}
                <span class="line-program">{line.title}</span>
              </>
            ) : (
              line.title
            )}
          </span>
          <span class="meta">
            {[
              longDay(line.completedOn),
              line.outsideCreditId ? "" : line.providerName,
              line.programNumber,
              ...(line.certificateNumber ? [t("certificate.title", { number: line.certificateNumber })] : []),
              ...(line.issuedElsewhereBy ? [t("transcript.elsewhere", { by: line.issuedElsewhereBy })] : []),
              ...line.kinds.map(kindAward),
              ...(line.holds ? [] : [t("transcript.notOnRecord")]),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          {line.issuedElsewherePdfUrl && (
            <a href={line.issuedElsewherePdfUrl} target="_blank" rel="noreferrer">
              {t("transcript.elsewherePdf", { number: line.certificateNumber ?? "" })}
            </a>
          )}
          <span class="line-credits">
            {line.credits} <span class="line-unit">{line.creditUnit}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
