import { useEffect, useRef, useState } from "preact/hooks";
import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { t } from "../i18n/t.ts";
import { moment } from "../ui/dates.ts";
import { Divider, hidden, Notice, PageHeading } from "../ui/page.tsx";
import { answerKey, giveAnswer, handIn, type Place } from "./drafts.ts";
import { BeginLearningCheck, BeginLearningCheckByLink, type Explained, type LearningCheck } from "./evaluation.data.ts";
import { HandInPart } from "./hand-in-part.tsx";
import { isAnswered, QuestionField } from "./question-field.tsx";
import { ToCertificate } from "./to-certificate.tsx";
import { useHandingIn } from "./use-handing-in.ts";

interface Props {
  check: LearningCheck;
  /** Nothing else is on the page. */
  isAlone: boolean;
  /** Of the program. */
  place: Place;
  reload(): Promise<void>;
}

/** What somebody has to know: where they stand, the attempt that is under way, and, once none can follow, what was right. */
export function LearningCheckPart({ check, isAlone, place, reload }: Props) {
  const { name, attempt, passedAt, explained } = check;
  return (
    <div class="narrow evaluation">
      {isAlone ? (
        <>
          <PageHeading title={t("learningCheck.titleOf", { name })}>{t("learningCheck.titleOf", { name })}</PageHeading>
          <Divider />
        </>
      ) : (
        <h2>{t("learningCheck.title")}</h2>
      )}
      <Standing check={check} place={place} reload={reload} />
      {attempt ? (
        <Attempt key={attempt.id} attempt={attempt} place={{ ...place, attemptId: attempt.id }} reload={reload} />
      ) : null}
      {explained.map((question) => (
        <Explanation key={question.id} question={question} isAlone={isAlone} />
      ))}
      {passedAt !== null && check.isConference && isAlone && place.token === null ? (
        <ToCertificate programId={check.programId} name={name} />
      ) : null}
    </div>
  );
}

/** How far somebody is, and the way on. */
function Standing({ check, place, reload }: Omit<Props, "isAlone">) {
  const { attempt, results, passedAt, attemptsLeft, passPercent, required, isConference } = check;
  const begin = useAction(async () => {
    if (place.token === null) await request(BeginLearningCheck, { programId: check.programId });
    else await request(BeginLearningCheckByLink, { token: place.token });
    await reload();
  });
  const [last] = results;
  if (passedAt !== null) {
    const { percent = 0 } = results.find(({ passed }) => passed) ?? {};
    return (
      <Notice kind="done" live>
        {t("learningCheck.passed", { when: moment(passedAt), percent })}
        {required && !isConference ? ` ${t("learningCheck.passedCertificate")}` : ""}
      </Notice>
    );
  }
  return (
    <>
      {last ? (
        <Notice kind="problem">
          {t("learningCheck.failed", { right: last.right, count: last.questions, percent: last.percent })}
        </Notice>
      ) : null}
      <p class="lede">
        {t(required ? "learningCheck.ledeRequired" : "learningCheck.lede", {
          percent: attempt?.passPercent ?? passPercent,
        })}
      </p>
      {attempt ? null : attemptsLeft === 0 ? (
        <p>{t("learningCheck.noneLeft")}</p>
      ) : (
        <>
          <p class="meta">{t("learningCheck.left", { count: attemptsLeft })}</p>
          {begin.problem ? <Notice kind="problem">{begin.problem}</Notice> : null}
          <button type="button" class="primary wide" aria-disabled={begin.busy} onClick={() => void begin.run()}>
            {t(last ? "learningCheck.beginAgain" : "learningCheck.begin")}
          </button>
        </>
      )}
    </>
  );
}

type AttemptProps = Pick<Props, "place" | "reload"> & { attempt: NonNullable<LearningCheck["attempt"]> };

function Attempt({ attempt, place, reload }: AttemptProps) {
  const draft = useHandingIn(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was just taken is read once
  useEffect(() => {
    if (draft.done) void reload();
  }, [draft.done]);
  const [hint, setHint] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const items = attempt.questions.map((question) => ({ key: answerKey(question.id, ""), question }));
  const answered = items.filter(({ key }) => isAnswered(draft.answers[key])).length;
  const first = items.find(({ key }) => !isAnswered(draft.answers[key]));
  const busy = draft.waiting || draft.done;
  const press = () => {
    if (!first) return void handIn(place);
    setHint(t("evaluation.firstAnswer", { question: first.question.text }));
    list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(first.key)}"] input`)?.focus();
  };
  return (
    <>
      <div ref={list}>
        {items.map(({ key, question }) => (
          <div key={key} data-item={key}>
            <QuestionField
              question={{ ...question, required: true }}
              of=""
              plain
              given={draft.answers[key]}
              disabled={busy}
              onGive={(given) => giveAnswer(place, key, given)}
            />
          </div>
        ))}
      </div>
      <HandInPart
        draft={draft}
        answered={answered}
        count={items.length}
        lacking={first !== undefined}
        busy={busy}
        label={t("learningCheck.handIn")}
        hint={hint}
        onPress={press}
      />
    </>
  );
}

/** A question with what was chosen, what is right, and why. */
function Explanation({ question, isAlone }: { question: Explained; isAlone: boolean }) {
  const Heading = isAlone ? "h2" : "h3";
  const { text, choices, rightChoices, chosen, isRight, explanation } = question;
  return (
    <section class="question explained">
      <Heading dir="auto">{text}</Heading>
      <p class={isRight ? "explained-right" : "explained-wrong"}>
        {t(isRight ? "learningCheck.right" : "learningCheck.wrong")}
      </p>
      <ul>
        {choices.map((choice, at) => {
          const said = [
            ...(rightChoices.includes(at + 1) ? [t("learningCheck.isRight")] : []),
            ...(chosen.includes(at + 1) ? [t("learningCheck.chosen")] : []),
          ];
          return (
            <li key={choice} dir="auto" class={rightChoices.includes(at + 1) ? "explained-choice" : undefined}>
              {choice}
              {said.length > 0 ? (
                <>
                  {hidden(": ")} <span class="explained-said">{said.join(" · ")}</span>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
      {explanation ? (
        <p class="explained-why" dir="auto">
          {explanation}
        </p>
      ) : null}
    </section>
  );
}
