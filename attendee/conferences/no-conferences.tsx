import { settingsStore, type Viewer } from "../api/viewer.ts";
import { Link } from "../ui/router.tsx";

/** Why a conference may not be in the list, and what to try. Source: seeds/004, "Select A Conference" and "Troubleshooting". */
export function NoConferences({ viewer }: { viewer: Viewer | null }) {
  const verified = viewer?.emailAddresses.filter((email) => email.verifiedAt) ?? [];
  const unverified = viewer?.emailAddresses.filter((email) => !email.verifiedAt) ?? [];
  if (viewer && !viewer.member)
    return (
      <p>
        This account holds no credit of its own.{" "}
        {viewer.isStaff || viewer.providers.length > 0 ? (
          <>
            Programs and rosters are in the <a href="/admin">console</a>.
          </>
        ) : null}
      </p>
    );
  return (
    <div class="help-text">
      <p>A conference is listed here when all of this is so:</p>
      <ul>
        <li>Your registration for it is connected to one of your verified e-mail addresses.</li>
        <li>It has ended, in its own time zone.</li>
        <li>It has sessions that are eligible for credit.</li>
      </ul>
      <p>You are looked for as:</p>
      <ul>
        {verified.map((email) => (
          <li key={email.id}>
            <strong>{email.address}</strong>
          </li>
        ))}
      </ul>
      <p>
        Did you register with another address? <Link to="/account">Add it to your account</Link>, and verify it with the
        code that we mail to it.
        {unverified.length > 0 ? (
          <>
            {" "}
            <strong>{unverified.map((email) => email.address).join(", ")}</strong> still waits for its code.
          </>
        ) : null}
      </p>
      <p>
        If it is still missing, ask {settingsStore.get()?.accreditorName ?? "the organizer"} under which address you are
        registered.
      </p>
    </div>
  );
}
