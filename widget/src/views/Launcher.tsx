import type { Language } from "../wire";
import { say } from "../words";
import { Icon } from "./Icon";

interface Props {
  language: Language;
  /** Messages that came while the window was closed. */
  news: number;
  open: () => void;
}

/** The button that opens the window. */
export function Launcher({ language, news, open }: Props) {
  const name = news ? say(language, "launcher_new", { count: news }) : say(language, "launcher");
  return (
    <section lang={language} aria-label={say(language, "title")}>
      <button type="button" class="launcher" part="launcher" aria-expanded="false" aria-label={name} onClick={open}>
        <Icon name="chat" />
        <span class="launcher-text">{say(language, "launcher")}</span>
        {news > 0 && <span class="badge">{news}</span>}
      </button>
    </section>
  );
}
