import { useEffect, useState } from "preact/hooks";
import { messageOf, request } from "../api/request.ts";
import { t } from "../i18n/t.ts";
import { times } from "../ui/dates.ts";
import { Notice, PageHeading, Skeleton } from "../ui/page.tsx";
import { keepFiles } from "./keep-files.ts";
import { type Room, RoomQuery } from "./presence.data.ts";
import { QrCode } from "./qr-code.tsx";
import { codeAddress, codeOfStep, stepAt, stepMs } from "./room-code.ts";

/** So often it asks for the keys of the next hour, and whether its link still holds. */
const askAgainMs = 5 * 60_000;
const kept = "accrue-room";

interface Known {
  room: Room;
  /** How far this device's clock is behind the server's. */
  behindMs: number;
}

const tokenOf = (): string => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

/** The keys outlive a reload without a network, in this tab alone. */
function readKept(token: string): Known | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(kept) ?? "null");
    return found?.token === token ? found.known : null;
  } catch {
    return null;
  }
}

function keep(token: string, known: Known | null): void {
  try {
    if (known) sessionStorage.setItem(kept, JSON.stringify({ token, known }));
    else sessionStorage.removeItem(kept);
  } catch {
    // Where nothing is kept, a reload needs the network.
  }
}

/** What the screen of a session's room shows: a code that changes every half minute, as a picture and as digits, readable from the last row. */
export function RoomPage() {
  const [token] = useState(tokenOf);
  const [known, setKnown] = useState(() => readKept(token));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const ask = async () => {
      try {
        const { room } = await request(RoomQuery, { token });
        const next = room && { room, behindMs: Date.parse(room.now) - Date.now() };
        keep(token, next);
        setKnown(next);
        setProblem(next ? "" : t("room.over"));
      } catch (error) {
        // Without a network it goes on by what it has.
        setProblem(messageOf(error));
      }
    };
    void ask();
    void keepFiles([new URL(import.meta.url).pathname]);
    const timer = setInterval(() => void ask(), askAgainMs);
    return () => clearInterval(timer);
  }, [token]);
  if (known) return <Screen {...known} />;
  if (!problem) return <Skeleton rows={4} />;
  return (
    <>
      <PageHeading title={t("room.title")}>{t("room.title")}</PageHeading>
      <Notice kind="problem">{problem}</Notice>
    </>
  );
}

interface Shown {
  step: number;
  /** Null: the keys are used up. */
  code: string | null;
}

function Screen({ room, behindMs }: Known) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let step = -1;
    const tick = async () => {
      const now = stepAt(Date.now() + behindMs);
      if (now === step) return;
      step = now;
      const code = await codeOfStep(room.keys, now);
      if (step === now) setShown({ step: now, code });
    };
    void tick();
    const timer = setInterval(() => void tick(), 250);
    return () => clearInterval(timer);
  }, [room, behindMs]);
  const { title, conference, sessionId, startsAt, endsAt, timeZone } = room;
  return (
    <section class="room" aria-label={t("room.title")}>
      <PageHeading title={title}>
        <span dir="auto">{title}</span>
      </PageHeading>
      <p class="room-facts">
        <span dir="auto">{conference}</span> · {times(startsAt, endsAt, timeZone)}
        {room.room ? (
          <>
            {" "}
            · <span dir="auto">{room.room}</span>
          </>
        ) : null}
      </p>
      {shown?.code ? (
        <div class="room-codes">
          <QrCode text={codeAddress(location.origin, sessionId, shown.code)} label={t("room.picture")} />
          <div class="room-typed">
            <p class="room-digits" dir="ltr">
              <span>{shown.code.slice(0, 3)}</span> <span>{shown.code.slice(3)}</span>
            </p>
            <div key={shown.step} class="room-time" aria-hidden="true" style={{ animationDuration: `${stepMs}ms` }} />
            <p class="room-how">{t("room.how", { address: `${location.host}/presence` })}</p>
          </div>
        </div>
      ) : shown ? (
        <Notice kind="problem">{t("room.noKeys")}</Notice>
      ) : null}
    </section>
  );
}
