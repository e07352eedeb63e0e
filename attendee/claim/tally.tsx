import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { t } from "../i18n/t.ts";
import { sumCredits } from "../ui/credits.ts";
import { kindAward } from "../ui/kind-award.ts";
import { hidden, Notice } from "../ui/page.tsx";
import { Link, navigate } from "../ui/router.tsx";
import { choicesStore, countPending, sendChoices } from "./choices.ts";
import { type Conference, GenerateCertificate, kindsEarned, programOf, type Session } from "./conference.data.ts";

interface TallyProps {
  conference: Conference;
  selected: { session: Session; attendedOn: string }[];
}

/** The running total, whether it is saved, and the way to the certificate. Stays in sight. */
export function Tally({ conference, selected }: TallyProps) {
  const choices = useStore(choicesStore);
  const pending = countPending(choices);
  const { certificate, creditUnit } = conference;
  const [hint, setHint] = useState("");
  const generate = useAction(async () => {
    const { refused } = choicesStore.get();
    await sendChoices();
    const now = choicesStore.get();
    // What is still unsent, or was refused just now, is shown where it was chosen.
    if (countPending(now) > 0 || now.refused !== refused) return;
    const { generateCertificate } = await request(GenerateCertificate, { conferenceId: conference.id });
    navigate(`/certificates/${encodeURIComponent(generateCertificate.id)}?new`);
  });
  const why = whyNot(conference, selected, choices.waiting);
  const answersFirst = why !== "" && (mustAnswer(conference) || mustPass(conference)) && selected.length > 0;
  const answer = useAction(async () => {
    await sendChoices();
    navigate(`/evaluate/${encodeURIComponent(programOf(conference))}`);
  });
  const press = () => {
    if (why) setHint(why);
    else void generate.run();
  };
  useEffect(() => {
    const shortcut = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      press();
    };
    addEventListener("keydown", shortcut);
    return () => removeEventListener("keydown", shortcut);
  });
  const total = sumCredits(selected.map(({ session }) => session.credits));
  const kinds = kindSums(selected, conference.kindMaximums);
  const above = kinds.filter(({ earned, credits }) => earned !== credits);
  const unchanged =
    certificate !== null && sameChoice(certificate.lines, selected) && sameKinds(certificate.kinds, kinds);
  const toCertificate = (text: ComponentChildren) => (
    <Link to={`/certificates/${encodeURIComponent(certificate?.id ?? "")}`}>{text}</Link>
  );
  return (
    <section class="tally" aria-label={t("tally.title")}>
      <div class="tally-sum">
        <p class="tally-total" role="status">
          <span class="tally-credits">
            {total} <span class="tally-unit">{creditUnit}</span>
          </span>{" "}
          <span class="tally-count">{t("tally.selected", { count: selected.length, hidden })}</span>
        </p>
        {kinds.length > 0 ? <p class="tally-kinds">{kinds.map(kindAward).join(", ")}</p> : null}
        {above.map(({ unit, credits, earned }) => (
          <p key={unit} class="tally-kinds">
            {t("tally.kindAtMost", { unit, credits, earned })}
          </p>
        ))}
        <p class={`tally-saved${pending > 0 && choices.waiting ? " tally-waiting" : ""}`}>
          {savedState(pending, choices.waiting, choices.kept, selected.length)}
        </p>
      </div>
      {certificate && selected.length > 0 ? (
        <p class="tally-certificate">
          {t(unchanged ? "tally.unchanged" : "tally.replaces", { number: certificate.number, link: toCertificate })}
        </p>
      ) : null}
      {generate.problem ? <Notice kind="problem">{generate.problem}</Notice> : null}
      <div class="tally-go">
        {answersFirst ? (
          <button type="button" class="primary" aria-disabled={answer.busy} onClick={() => void answer.run()}>
            {t(mustAnswer(conference) ? "tally.answer" : "learningCheck.takeNow")}
          </button>
        ) : null}
        <button
          id="generate"
          type="button"
          class="primary"
          aria-disabled={why !== "" || generate.busy}
          aria-describedby="generate-why"
          onClick={press}
        >
          {t(generate.busy ? "tally.generating" : "tally.generate")}
        </button>
        <p class="tally-why" id="generate-why">
          {why || <span class="tally-shortcut">{t("tally.shortcut")}</span>}
        </p>
        <p class="visually-hidden" role="alert">
          {why ? hint : ""}
        </p>
      </div>
    </section>
  );
}

/** Why no certificate can be generated now; empty: it can. */
function whyNot(conference: Conference, selected: TallyProps["selected"], waiting: boolean): string {
  const { missingDocuments, certificate } = conference;
  if (selected.length === 0) return t("tally.selectOne");
  // Whoever has a certificate looks at it where nothing else was selected since.
  if (missingDocuments.length > 0 && certificate === null) return t("tally.waitsForDocuments");
  if (mustAnswer(conference)) return t("tally.answerFirst", { count: countQuestions(conference, selected) });
  if (mustPass(conference)) return t("tally.passFirst");
  return waiting ? t("tally.waiting") : "";
}

/** Whether no certificate is generated before some questions are answered. Whoever has one was asked, or is not. */
const mustAnswer = ({ evaluation, certificate }: Conference): boolean =>
  evaluation?.required === true && evaluation.answeredOn === null && certificate === null;

/** Whether none is generated before a learning check is passed. */
const mustPass = ({ learningCheck, certificate }: Conference): boolean =>
  learningCheck?.required === true && learningCheck.passedAt === null && certificate === null;

/** How many questions there are to answer of what is selected. */
function countQuestions({ evaluation }: Conference, selected: TallyProps["selected"]): number {
  const things = {
    PROGRAM: 1,
    SESSION: selected.length,
    SPEAKER: new Set(selected.flatMap(({ session }) => session.speakers)).size,
  };
  return (evaluation?.questions ?? []).reduce((sum, { about }) => sum + things[about], 0);
}

function savedState(pending: number, waiting: boolean, kept: boolean, selected: number): string {
  if (pending > 0 && waiting) return t(kept ? "tally.saved" : "tally.notSent", { count: pending });
  if (pending > 0) return t("tally.saving");
  return selected > 0 ? t("tally.allSaved") : "";
}

/** Whether a certificate says just what is selected now. */
function sameChoice(
  lines: readonly { title: string; attendedOn: string; credits: string }[],
  selected: TallyProps["selected"],
): boolean {
  const line = (title: string, attendedOn: string, credits: string) => JSON.stringify([title, attendedOn, credits]);
  const printed = lines.map(({ title, attendedOn, credits }) => line(title, attendedOn, credits)).sort();
  const now = selected.map(({ session, attendedOn }) => line(session.title, attendedOn, session.credits)).sort();
  return printed.length === now.length && printed.every((text, at) => text === now[at]);
}

type KindSum = ReturnType<typeof kindsEarned>[number] & {
  /** What the sessions have of it, of which no more counts than the conference awards. */
  earned: string;
};

/** What the selected sessions earn of each further kind of credit. */
function kindSums(selected: TallyProps["selected"], maximums: Conference["kindMaximums"]): KindSum[] {
  const earned = selected.flatMap(({ session, attendedOn }) => kindsEarned(session, attendedOn));
  return [...new Map(earned.map((kind) => [kind.unit, kind])).values()].map((kind) => {
    const sum = sumCredits(earned.filter(({ unit }) => unit === kind.unit).map(({ credits }) => credits));
    const maximum = maximums.find(({ unit }) => unit === kind.unit)?.credits ?? sum;
    return { ...kind, earned: sum, credits: Number(maximum) < Number(sum) ? maximum : sum };
  });
}

const sameKinds = (printed: readonly Pick<KindSum, "unit" | "credits">[], now: readonly KindSum[]): boolean =>
  printed.length === now.length &&
  now.every(({ unit, credits }) => printed.some((kind) => kind.unit === unit && kind.credits === credits));
