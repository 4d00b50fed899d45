import type { View } from "../conversation";
import { say } from "../words";

/** How things stand: read out when it changes. */
export function Notices({ view, startAnew }: { view: View; startAnew: () => void }) {
  const { language } = view;
  return (
    <div class="notices">
      <p class="handoff" part="handoff" role="status">{handoff(view)}</p>
      <p class="writing">{writing(view)}</p>
      <p class="status" role="status">{status(view)}</p>
      {view.expired && (
        <button type="button" onClick={startAnew}>{say(language, "start_anew")}</button>
      )}
    </div>
  );
}

function status(view: View): string {
  const { language, keptRequests: kept } = view;
  if (view.expired) return say(language, "expired");
  if (!view.connected) return say(language, "offline");
  if (view.problem) return view.problem;
  if (view.restoring) return say(language, "restoring");
  if (view.busy) return say(language, view.standing?.status === "open" ? "sending" : "typing");
  if (!kept || view.messages.length > 1) return "";
  return kept.length ? say(language, "forgotten_except", { references: kept.join(", ") }) : say(language, "forgotten");
}

/** Not read out: it comes and goes every few seconds. */
function writing({ language, standing }: View): string {
  if (!standing?.handoff?.typing) return "";
  const { staff } = standing.handoff;
  return staff ? say(language, "writing", { staff }) : say(language, "someone_writing");
}

function handoff({ language, standing, expired }: View): string {
  if (expired) return "";
  if (standing?.status === "open") {
    const staff = standing.handoff?.staff;
    return staff ? say(language, "talking", { staff }) : say(language, "talking_to_someone");
  }
  if (standing?.status !== "waiting") return "";
  const place = standing.handoff?.place;
  return place ? say(language, "waiting_place", { place }) : say(language, "waiting");
}
