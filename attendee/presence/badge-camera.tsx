import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/t.ts";
import { Notice } from "../ui/page.tsx";
import { openReader } from "./code-reader.ts";

/** So often a picture is looked at, and so large. */
const everyMs = 150;
const width = 640;

/** The telephone's camera, once somebody asks for it. What reads its pictures is loaded then. */
export function BadgeCamera({ onBadge }: { onBadge(text: string): void }) {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState("");
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onBadge);
  tell.current = onBadge;
  useEffect(() => {
    if (!on) return;
    const worker = openReader();
    const canvas = document.createElement("canvas");
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const fail = (key: "door.noCamera" | "door.noReader") => {
      if (over) return;
      setProblem(t(key));
      setOn(false);
    };
    const look = () => {
      const seen = video.current;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (over || !seen || !context) return;
      if (seen.videoWidth === 0) {
        timer = setTimeout(look, everyMs);
        return;
      }
      canvas.width = width;
      canvas.height = Math.round((width * seen.videoHeight) / seen.videoWidth);
      context.drawImage(seen, 0, 0, canvas.width, canvas.height);
      worker.postMessage(context.getImageData(0, 0, canvas.width, canvas.height));
    };
    worker.onmessage = ({ data }: MessageEvent<string | null>) => {
      if (over) return;
      if (data) tell.current(data);
      timer = setTimeout(look, everyMs);
    };
    worker.onerror = () => fail("door.noReader");
    const start = async () => {
      try {
        const opened = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "environment" },
          audio: false,
        });
        stream = opened;
        if (over) return stop();
        if (video.current) video.current.srcObject = opened;
        await video.current?.play();
        look();
      } catch {
        fail("door.noCamera");
      }
    };
    const stop = () => {
      over = true;
      clearTimeout(timer);
      worker.terminate();
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void start();
    return stop;
  }, [on]);
  return (
    <div class="door-camera">
      {on ? <video ref={video} muted playsInline aria-label={t("door.camera")} /> : null}
      {problem ? <Notice kind="problem">{problem}</Notice> : null}
      <button
        type="button"
        class="secondary"
        onClick={() => {
          setProblem("");
          setOn(!on);
        }}
      >
        {t(on ? "door.cameraOff" : "door.cameraOn")}
      </button>
    </div>
  );
}
