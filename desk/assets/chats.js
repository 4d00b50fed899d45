// Chats: what is typed is kept, Enter sends, the newest line is seen, and who waits is told of. No words stand here.

const TYPING_EVERY = 3000;
const form = () => document.querySelector("form.compose");
const lines = () => document.getElementById("lines");

// Drafts, for this browser tab, with what they were meant to be: a note never becomes a reply.

const nameOf = (chat) => `draft:${chat}`;
const kindOf = (composing) => composing.elements.kind.value;

function keepDraft(composing) {
  const text = composing.elements.text.value;
  if (text) sessionStorage.setItem(nameOf(composing.dataset.chat), JSON.stringify({ text, kind: kindOf(composing) }));
  else sessionStorage.removeItem(nameOf(composing.dataset.chat));
}

function bringDraft(composing) {
  const kept = JSON.parse(sessionStorage.getItem(nameOf(composing.dataset.chat)) ?? "null");
  if (!kept) return;
  const radio = composing.querySelector(`[name=kind][value=${kept.kind === "reply" ? "reply" : "note"}]`);
  if (radio) radio.checked = true;
  if (radio || kept.kind === "note") composing.elements.text.value = kept.text;
}

let toldOfTyping = 0;

function tellOfTyping(composing) {
  const where = composing.dataset.typing;
  if (!where || kindOf(composing) !== "reply" || Date.now() - toldOfTyping < TYPING_EVERY) return;
  toldOfTyping = Date.now();
  const headers = { "X-CSRF-Token": document.querySelector('meta[name="csrf"]').content };
  fetch(where, { method: "POST", headers }).catch(() => {});
}

document.addEventListener("input", ({ target }) => {
  const composing = target.closest("form.compose");
  if (!composing) return;
  keepDraft(composing);
  if (target.name === "text") tellOfTyping(composing);
});

document.addEventListener("change", ({ target }) => {
  if (target.name === "kind") target.form.elements.text.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".compose textarea")) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!target.matches?.("form.compose") || !detail.successful) return;
  target.elements.text.value = "";
  target.elements.key.value = crypto.randomUUID?.() ?? String(Math.random());
  toldOfTyping = 0;
  keepDraft(target);
  toEnd();
});

document.addEventListener("click", ({ target }) => {
  const closer = target.closest?.("[data-closes]");
  if (closer) document.getElementById(closer.dataset.closes).close();
});

// The newest line stays in sight for who has not scrolled away from it.

let atEnd = true;
const toEnd = () => lines()?.scrollTo({ top: lines().scrollHeight });

document.addEventListener("scroll", ({ target }) => {
  if (target.id === "lines") atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
}, true);

// Who waits: in the title, and by a notification for who wants one.

const title = document.title;
let before = null;

function tellOfQueue() {
  const tabs = document.querySelector("#list .tabs");
  const now = { waiting: Number(tabs.dataset.waiting), alarmed: Number(tabs.dataset.alarmed) };
  document.title = now.waiting ? `(${now.waiting}) ${title}` : title;
  const words = document.getElementById("notify").dataset;
  if (before && "Notification" in window && Notification.permission === "granted" && document.hidden) {
    if (now.alarmed > before.alarmed) new Notification(words.alarm, { tag: "alarm" });
    else if (now.waiting > before.waiting) new Notification(words.title, { tag: "waiting" });
  }
  before = now;
}

function offerNotifications() {
  const offer = document.getElementById("notify");
  if (!("Notification" in window) || Notification.permission !== "default") return;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", async () => {
    offer.hidden = (await Notification.requestPermission()) !== "default";
  });
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.closest?.("#list")) tellOfQueue();
  if (atEnd && target.closest?.("#talk")) toEnd();
});

if (form()) bringDraft(form());
toEnd();
tellOfQueue();
offerNotifications();
