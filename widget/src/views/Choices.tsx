import type { Conversation } from "../conversation";
import { say } from "../words";

/**
 * What can be answered with one press: the buttons of the latest message, or questions to begin with. *chosen* is told
 * where the focus is about to be lost.
 */
export function Choices({ conversation, chosen }: { conversation: Conversation; chosen: () => void }) {
  const { messages, unsent, starters, language, standing } = conversation.view;
  const latest = messages.at(-1);
  if (unsent.length || !latest || standing?.status === "open") return null;
  const buttons = latest.buttons.map((button) => ({ title: button.title, press: () => conversation.press(button) }));
  const first = starters.map((title) => ({ title, press: () => conversation.say(title) }));
  const choices = buttons.length ? buttons : messages.length === 1 ? first : [];
  if (!choices.length) return null;
  return (
    <div class="choices" part="choices" role="group" aria-label={say(language, "choices")} lang={latest.language}>
      {choices.map(({ title, press }) => (
        <button
          type="button"
          key={title}
          onClick={() => {
            press();
            chosen();
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
