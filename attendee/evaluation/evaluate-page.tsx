import { useEffect, useRef, useState } from "preact/hooks";
import { messageOf, request } from "../api/request.ts";
import { useStore } from "../api/store.ts";
import { useAction } from "../api/use-action.ts";
import { useQuery } from "../api/use-query.ts";
import { viewerStore } from "../api/viewer.ts";
import { GenerateCertificate } from "../claim/conference.data.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link, navigate } from "../ui/router.tsx";
import { answerKey, draftOf, draftsStore, followDraft, giveAnswer, handIn, type Place } from "./drafts.ts";
import {
  type Evaluation,
  EvaluationByLinkQuery,
  EvaluationQuery,
  type Question,
  type Subject,
} from "./evaluation.data.ts";
import { isAnswered, QuestionField } from "./question-field.tsx";

/** The questions about a program, for whoever is signed in. */
export function EvaluatePage({ id }: { id: string }) {
  const owner = viewerStore.get().viewer?.id ?? "";
  const { data, error, reload } = useQuery(EvaluationQuery, { programId: id }, `evaluation-asked:${id}`);
  return (
    <Evaluate
      evaluation={data ? data.evaluation : undefined}
      error={error}
      place={{ owner, programId: id, token: null }}
      reload={reload}
    />
  );
}

/** Opened from a mail: the token stands behind the #, so that it stays out of logs. */
export function EvaluateByLinkPage() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  const { data, error, reload } = useQuery(EvaluationByLinkQuery, { token });
  const evaluation = data ? data.evaluationByLink : undefined;
  return (
    <Evaluate
      evaluation={evaluation}
      error={error}
      place={{ owner: `link-${token.slice(0, 12)}`, programId: evaluation?.programId ?? "", token }}
      reload={reload}
    />
  );
}

interface EvaluateProps {
  /** Undefined while it is read; null: there is none. */
  evaluation: Evaluation | null | undefined;
  error: unknown;
  place: Place;
  reload(): Promise<void>;
}

function Evaluate({ evaluation, error, place, reload }: EvaluateProps) {
  if (evaluation) return <Questions key={place.programId} evaluation={evaluation} place={place} reload={reload} />;
  if (evaluation === undefined && !error) return <Skeleton rows={4} />;
  return (
    <div class="narrow">
      <PageHeading title={t("evaluation.nothing")}>{t("evaluation.nothing")}</PageHeading>
      <Notice kind="problem">
        {error
          ? messageOf(error)
          : t("evaluation.nothingHint", { link: (text) => <Link to="/certificates">{text}</Link> })}
      </Notice>
    </div>
  );
}

interface Item {
  key: string;
  question: Question;
  subject: Subject;
}

/** Each question once of each thing, thing by thing. */
const itemsOf = ({ questions, subjects }: Evaluation): Item[] =>
  subjects.flatMap((subject) =>
    questions
      .filter(({ about }) => about === subject.about)
      .map((question) => ({ key: answerKey(question.id, subject.subject), question, subject })),
  );

function Questions({
  evaluation,
  place,
  reload,
}: Omit<EvaluateProps, "evaluation" | "error"> & { evaluation: Evaluation }) {
  const draft = draftOf(useStore(draftsStore), place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place stays
  useEffect(() => followDraft(place), []);
  // What was handed in without a network goes when it is back; this page is where it is told.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place stays
  useEffect(() => {
    if (!draft.waiting) return;
    const again = () => void handIn(place);
    const timer = setInterval(again, 8_000);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [draft.waiting]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was just taken is read once
  useEffect(() => {
    if (draft.done && evaluation.answeredOn === null) void reload();
  }, [draft.done]);
  const [hint, setHint] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const { name, required, answeredOn, waived } = evaluation;
  const items = itemsOf(evaluation);
  const answered = items.filter(({ key }) => isAnswered(draft.answers[key])).length;
  const first = items.find(({ key, question }) => question.required && !isAnswered(draft.answers[key]));
  if (draft.done || (answeredOn !== null && !waived))
    return <Done evaluation={evaluation} byLink={place.token !== null} />;
  const press = () => {
    if (!first) return void handIn(place);
    setHint(t("evaluation.firstAnswer", { question: first.question.text }));
    list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(first.key)}"] :is(input, textarea)`)?.focus();
  };
  let thing = "";
  return (
    <div class="narrow evaluation">
      <PageHeading title={t("evaluation.title", { name })}>{t("evaluation.title", { name })}</PageHeading>
      <Divider />
      <p class="lede">{t(required && !waived ? "evaluation.ledeRequired" : "evaluation.lede")}</p>
      {waived ? <Notice>{t("evaluation.waived")}</Notice> : null}
      <div ref={list}>
        {items.map(({ key, question, subject }) => {
          const heading = subject.about !== "PROGRAM" && subject.subject !== thing;
          thing = subject.subject;
          return (
            <div key={key} data-item={key}>
              {heading ? (
                <h2 dir="auto">
                  {t(subject.about === "SPEAKER" ? "evaluation.speaker" : "evaluation.session", { name: subject.name })}
                </h2>
              ) : null}
              <QuestionField
                question={question}
                of={subject.about === "PROGRAM" ? "" : subject.name}
                given={draft.answers[key]}
                disabled={draft.waiting}
                onGive={(given) => giveAnswer(place, key, given)}
              />
            </div>
          );
        })}
      </div>
      {draft.problem ? <Notice kind="problem">{draft.problem}</Notice> : null}
      {draft.waiting ? (
        <Notice kind="offline" live>
          {t("evaluation.waiting")}
        </Notice>
      ) : null}
      <section class="evaluation-end">
        <p role="status" class="meta">
          {t("evaluation.progress", { answered, count: items.length })}
          {answered > 0 ? ` · ${t("evaluation.savedHere")}` : ""}
        </p>
        <button type="button" class="primary wide" aria-disabled={first !== undefined || draft.waiting} onClick={press}>
          {t(draft.waiting ? "evaluation.handingIn" : "evaluation.handIn")}
        </button>
        <p class="evaluation-hint" role="alert">
          {first ? hint : ""}
        </p>
      </section>
    </div>
  );
}

function Done({ evaluation, byLink }: { evaluation: Evaluation; byLink: boolean }) {
  const { programId, name, answeredOn, isConference, required } = evaluation;
  const generate = useAction(async () => {
    const { generateCertificate } = await request(GenerateCertificate, { conferenceId: programId });
    navigate(`/certificates/${encodeURIComponent(generateCertificate.id)}?new`);
  });
  return (
    <div class="narrow">
      <PageHeading title={t("evaluation.title", { name })}>{t("evaluation.title", { name })}</PageHeading>
      <Divider />
      <Notice kind="done" live>
        {t("evaluation.done", { day: longDay(answeredOn ?? new Date().toISOString().slice(0, 10)) })}
        {!isConference && required ? ` ${t("evaluation.doneCertificate")}` : ""}
      </Notice>
      {isConference && !byLink ? (
        <>
          {generate.problem ? <Notice kind="problem">{generate.problem}</Notice> : null}
          <button type="button" class="primary wide" aria-disabled={generate.busy} onClick={() => void generate.run()}>
            {t("evaluation.generate")}
          </button>
          <p class="below">
            <Link to={`/conferences/${programId}`}>{t("evaluation.back", { name })}</Link>
          </p>
        </>
      ) : null}
    </div>
  );
}
