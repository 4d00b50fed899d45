// The chat page: a conversation over the public API, without a framework.
const chat = document.getElementById("chat");
const words = JSON.parse(chat.dataset.words);
const language = chat.dataset.language;
const list = document.getElementById("messages");
const log = document.getElementById("log");
const status = document.getElementById("status");
const form = document.getElementById("form");
const field = document.getElementById("text");
const KEEP = "auskunft";

let conversation = JSON.parse(sessionStorage.getItem(KEEP) || "null");
const seen = new Set();

const KEYBOARDS = {
  code: { inputmode: "numeric", autocomplete: "one-time-code" },
  email: { inputmode: "email", autocomplete: "email" },
  name: { inputmode: "text", autocomplete: "name" },
};

async function call(method, path, body) {
  const headers = { Accept: "application/json", "Accept-Language": language };
  if (body) headers["Content-Type"] = "application/json";
  if (conversation) headers.Authorization = `Bearer ${conversation.token}`;
  const response = await fetch(`/api/v1/conversations${path}`, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { status: response.status });
  return answer;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function citation(message, cited) {
  const figure = document.createDocumentFragment();
  if (message.outcome === "not_in_policy") figure.append(element("p", `${words.related}:`, { class: "note" }));
  figure.append(element("blockquote", cited.quote));
  const link = element("a", `${cited.section ? `${words.section} ${cited.section}, ` : ""}${cited.heading}`, {
    href: `/policy/${message.language}#${cited.passage.replaceAll("/", "-")}`, target: "_blank", rel: "noopener",
  });
  const source = element("cite");
  source.append(link);
  figure.append(source);
  if (message.language !== "de") {
    const original = element("details");
    original.append(element("summary", words.original), element("blockquote", cited.original, { lang: "de" }));
    figure.append(original);
  }
  return figure;
}

function requestCard(request) {
  const card = element("dl", "", { class: "card" });
  const due = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  card.append(element("dt", words.reference), element("dd", request.reference));
  card.append(element("dt", words.due), element("dd", due.format(new Date(request.due_on))));
  return card;
}

function show(message) {
  if (seen.has(message.id)) return;
  seen.add(message.id);
  const item = element("li", "", { class: `message ${message.sender}`, lang: message.language });
  const speaker = { visitor: words.you, bot: words.bot, staff: words.staff, system: words.system }[message.sender];
  item.append(element("span", `${speaker}: `, { class: "speaker", lang: language }), element("p", message.text));
  for (const cited of message.citations) item.append(citation(message, cited));
  for (const note of message.law) item.append(element("p", `${words.law}, ${note.article}: ${note.note}`, { class: "note" }));
  if (message.request) item.append(requestCard(message.request));
  if (message.buttons.length) {
    const choices = element("div", "", { class: "choices" });
    for (const button of message.buttons) {
      const choice = element("button", button.title, { type: "button" });
      choice.addEventListener("click", () => say({ button: button.value }));
      choices.append(choice);
    }
    item.append(choices);
  }
  list.append(item);
  log.scrollTop = log.scrollHeight;
  if (message.sender !== "visitor") {
    const { inputmode = "text", autocomplete = "off" } = KEYBOARDS[message.expects] || {};
    field.setAttribute("inputmode", inputmode);
    field.setAttribute("autocomplete", autocomplete);
  }
}

async function start() {
  if (conversation) {
    try {
      for (const message of (await call("GET", `/${conversation.id}/messages`)).messages) show(message);
      return;
    } catch (error) {
      if (!error.status) throw error;
      conversation = null;
    }
  }
  const opened = await call("POST", "", { language });
  conversation = { id: opened.id, token: opened.token };
  sessionStorage.setItem(KEEP, JSON.stringify(conversation));
  for (const message of opened.messages) show(message);
}

async function say(what) {
  status.textContent = "…";
  try {
    await call("POST", `/${conversation.id}/messages`, { ...what, client_id: crypto.randomUUID() });
    const last = Math.max(0, ...[...seen].map(Number));
    for (const message of (await call("GET", `/${conversation.id}/messages?after=${last}`)).messages) show(message);
    status.textContent = "";
    return true;
  } catch (error) {
    status.textContent = error.status ? error.message : words.offline;
    return false;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  if (!(await say({ text }))) field.value = text;
  field.focus();
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.getElementById("forget").addEventListener("click", async () => {
  const { kept_requests: kept } = await call("DELETE", `/${conversation.id}`);
  sessionStorage.removeItem(KEEP);
  conversation = null;
  seen.clear();
  list.replaceChildren();
  status.textContent = kept.length ? `${words.forgotten_except} ${kept.join(", ")}` : words.forgotten;
  await start();
});

start().catch((error) => { status.textContent = error.status ? error.message : words.offline; });
