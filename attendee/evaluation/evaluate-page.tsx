import { useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../api/request.ts";
import { useQuery } from "../api/use-query.ts";
import { viewerStore } from "../api/viewer.ts";
import { t } from "../i18n/t.ts";
import { longDay } from "../ui/dates.ts";
import { Divider, Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";
import { answerKey, giveAnswer, handIn, type Place } from "./drafts.ts";
import {
  type Evaluation,
  EvaluationByLinkQuery,
  EvaluationQuery,
  type LearningCheck,
  LearningCheckByLinkQuery,
  LearningCheckQuery,
  type Question,
  type Subject,
} from "./evaluation.data.ts";
import { HandInPart } from "./hand-in-part.tsx";
import { LearningCheckPart } from "./learning-check-part.tsx";
import { isAnswered, QuestionField } from "./question-field.tsx";
import { ToCertificate } from "./to-certificate.tsx";
import { useHandingIn } from "./use-handing-in.ts";

/** The questions about a program, for whoever is signed in. */
export function EvaluatePage({ id }: { id: string }) {
  const owner = viewerStore.get().viewer?.id ?? "";
  const { data, error, reload } = useQuery(EvaluationQuery, { programId: id }, `evaluation-asked:${id}`);
  const check = useQuery(LearningCheckQuery, { programId: id }, `learning-check:${id}`);
  return (
    <Evaluate
      evaluation={data ? data.evaluation : undefined}
      check={check.data ? check.data.learningCheck : undefined}
      error={error ?? check.error}
      place={{ owner, programId: id, token: null, attemptId: null }}
      reload={reload}
      reloadCheck={check.reload}
    />
  );
}

/** Opened from a mail: the token stands behind the #, so that it stays out of logs. */
export function EvaluateByLinkPage() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  const { data, error, reload } = useQuery(EvaluationByLinkQuery, { token });
  const ofCheck = useQuery(LearningCheckByLinkQuery, { token });
  const evaluation = data ? data.evaluationByLink : undefined;
  const check = ofCheck.data ? ofCheck.data.learningCheckByLink : undefined;
  const programId = evaluation?.programId ?? check?.programId ?? "";
  return (
    <Evaluate
      evaluation={evaluation}
      check={check}
      error={error ?? ofCheck.error}
      place={{ owner: `link-${token.slice(0, 12)}`, programId, token, attemptId: null }}
      reload={reload}
      reloadCheck={ofCheck.reload}
    />
  );
}

interface EvaluateProps {
  /** Undefined while it is read; null: there is none. */
  evaluation: Evaluation | null | undefined;
  /** The same of the learning check. */
  check: LearningCheck | null | undefined;
  error: unknown;
  place: Place;
  reload(): Promise<void>;
  reloadCheck(): Promise<void>;
}

/** What is asked of somebody, and what they have to know, one beneath the other. */
function Evaluate({ evaluation, check, error, place, reload, reloadCheck }: EvaluateProps) {
  const waits = (evaluation === undefined || check === undefined) && !error;
  if (waits) return <Skeleton rows={4} />;
  if (evaluation || check)
    return (
      <>
        {evaluation ? (
          <Questions
            key={place.programId}
            evaluation={evaluation}
            unpassed={check?.required === true && check.passedAt === null}
            place={place}
            reload={reload}
          />
        ) : null}
        {check ? <LearningCheckPart check={check} isAlone={!evaluation} place={place} reload={reloadCheck} /> : null}
      </>
    );
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
  unpassed,
  place,
  reload,
}: Pick<EvaluateProps, "place" | "reload"> & { evaluation: Evaluation; unpassed: boolean }) {
  const draft = useHandingIn(place);
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
    return <Done evaluation={evaluation} unpassed={unpassed} byLink={place.token !== null} />;
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
      <HandInPart
        draft={draft}
        answered={answered}
        count={items.length}
        lacking={first !== undefined}
        busy={draft.waiting}
        label={t("evaluation.handIn")}
        hint={hint}
        onPress={press}
      />
    </div>
  );
}

interface DoneProps {
  evaluation: Evaluation;
  /** A learning check is still in the way of the certificate. */
  unpassed: boolean;
  byLink: boolean;
}

function Done({ evaluation, unpassed, byLink }: DoneProps) {
  const { programId, name, answeredOn, isConference, required } = evaluation;
  return (
    <div class="narrow">
      <PageHeading title={t("evaluation.title", { name })}>{t("evaluation.title", { name })}</PageHeading>
      <Divider />
      <Notice kind="done" live>
        {t("evaluation.done", { day: longDay(answeredOn ?? new Date().toISOString().slice(0, 10)) })}
        {!isConference && required && !unpassed ? ` ${t("evaluation.doneCertificate")}` : ""}
      </Notice>
      {isConference && !byLink && !unpassed ? <ToCertificate programId={programId} name={name} /> : null}
    </div>
  );
}
