import { request } from "../api/request.ts";
import { useAction } from "../api/use-action.ts";
import { GenerateCertificate } from "../claim/conference.data.ts";
import { t } from "../i18n/t.ts";
import { Notice } from "../ui/page.tsx";
import { Link, navigate } from "../ui/router.tsx";

/** From what was asked of a conference to its certificate. */
export function ToCertificate({ programId, name }: { programId: string; name: string }) {
  const generate = useAction(async () => {
    const { generateCertificate } = await request(GenerateCertificate, { conferenceId: programId });
    navigate(`/certificates/${encodeURIComponent(generateCertificate.id)}?new`);
  });
  return (
    <>
      {generate.problem ? <Notice kind="problem">{generate.problem}</Notice> : null}
      <button type="button" class="primary wide" aria-disabled={generate.busy} onClick={() => void generate.run()}>
        {t("evaluation.generate")}
      </button>
      <p class="below">
        <Link to={`/conferences/${programId}`}>{t("evaluation.back", { name })}</Link>
      </p>
    </>
  );
}
