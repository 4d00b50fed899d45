// Chats: what is typed is kept, Enter sends, the newest line is seen. No words stand here.

import { tell } from "./waiting.js";

const TYPING_EVERY = 3000;
const form = () => document.querySelector("form.compose");
const lines = () => document.getElementById("lines");

// Drafts, for this browser tab, with what they were meant to be: a note never becomes a reply. Their key lets one that
// was sent, but not heard to have arrived, be sent again without being said twice.

const nameOf = (chat) => `draft:${chat}`;
const kindOf = (composing) => composing.elements.kind.value;
const newKey = () => crypto.randomUUID?.() ?? String(Math.random());

function draftIn(composing) {
  const { text, key } = composing.elements;
  return { chat: composing.dataset.chat, text: text.value, kind: kindOf(composing), key: key.value };
}

function keepDraft(composing) {
  const draft = draftIn(composing);
  if (draft.text) sessionStorage.setItem(nameOf(draft.chat), JSON.stringify(draft));
  else sessionStorage.removeItem(nameOf(composing.dataset.chat));
}

function bringDraft(composing) {
  const kept = JSON.parse(sessionStorage.getItem(nameOf(composing.dataset.chat)) ?? "null");
  if (!kept) return;
  const radio = composing.querySelector(`[name=kind][value=${kept.kind === "reply" ? "reply" : "note"}]`);
  if (radio) radio.checked = true;
  if (!radio && kept.kind !== "note") return;
  composing.elements.text.value = kept.text;
  composing.elements.key.value = kept.key;
}

// Two tabs that hold the same draft: the one that sends it tells the other its key.

const otherTabs = new BroadcastChannel("drafts");

otherTabs.onmessage = ({ data }) => {
  const mine = form() && draftIn(form());
  if (!mine || !["chat", "text", "kind"].every((part) => mine[part] === data[part])) return;
  form().elements.key.value = data.key;
  keepDraft(form());
};

document.addEventListener("htmx:beforeSend", ({ target }) => {
  if (target.matches?.("form.compose")) otherTabs.postMessage(draftIn(target));
});

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
  composing.elements.key.value = newKey();
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
  target.elements.key.value = newKey();
  toldOfTyping = 0;
  keepDraft(target);
  toEnd();
});

document.addEventListener("click", ({ target }) => {
  const closer = target.closest?.("[data-closes]");
  if (closer) document.getElementById(closer.dataset.closes).close();
});

// A line that is cut for longer than a change of pages is told of until it is back.

const CUT_AFTER = 1000;
let cut = null;

document.addEventListener("htmx:sseError", () => {
  cut ??= setTimeout(() => {
    const region = document.getElementById("line");
    region.replaceChildren(Object.assign(document.createElement("p"), { className: "alert", textContent: region.dataset.cut }));
  }, CUT_AFTER);
});

document.addEventListener("htmx:sseOpen", () => {
  clearTimeout(cut);
  cut = null;
  document.getElementById("line").replaceChildren();
});

// The newest line stays in sight for who has not scrolled away from it.

let atEnd = true;
const toEnd = () => lines()?.scrollTo({ top: lines().scrollHeight });

document.addEventListener("scroll", ({ target }) => {
  if (target.id === "lines") atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
}, true);

// Who waits, as the list says.

function tellOfQueue() {
  const { waiting, alarmed } = document.querySelector("#list .tabs").dataset;
  tell({ waiting: Number(waiting), alarmed: Number(alarmed) }, true);
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.closest?.("#list")) tellOfQueue();
  if (atEnd && target.closest?.("#talk")) toEnd();
});

if (form()) bringDraft(form());
toEnd();
tellOfQueue();
