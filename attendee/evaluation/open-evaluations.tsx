import { useQuery } from "../api/use-query.ts";
import { t } from "../i18n/t.ts";
import { Link } from "../ui/router.tsx";
import { OpenEvaluationsQuery } from "./evaluation.data.ts";

/** What waits for answers, above the certificates that are there; nothing where nothing does. */
export function OpenEvaluations() {
  const { data } = useQuery(OpenEvaluationsQuery, {});
  const open = (data?.evaluations ?? []).filter(({ awaited }) => awaited);
  const checks = (data?.learningChecks ?? []).filter(
    ({ programId, awaited }) => awaited && !open.some((other) => other.programId === programId),
  );
  if (open.length + checks.length === 0) return null;
  return (
    <section aria-labelledby="open-evaluations">
      <h2 id="open-evaluations">{t("evaluation.open")}</h2>
      <ul class="cards">
        {open.map(({ programId, name, questions, subjects }) => (
          <li key={programId} class="card conference-card">
            <h3 dir="auto">{name}</h3>
            <p class="state">
              <Link to={`/evaluate/${programId}`}>
                {t("evaluation.answerNow", {
                  count: questions.reduce(
                    (sum, { about }) => sum + subjects.filter((subject) => subject.about === about).length,
                    0,
                  ),
                })}
              </Link>
            </p>
          </li>
        ))}
        {checks.map(({ programId, name }) => (
          <li key={programId} class="card conference-card">
            <h3 dir="auto">{name}</h3>
            <p class="state">
              <Link to={`/evaluate/${programId}`}>{t("learningCheck.takeNow")}</Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
