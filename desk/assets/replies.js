// Canned replies: `/co` before the caret of a field offers them in its `data-offers-for`; nothing else typed is sent.

const COMMAND = /(?:^|\s)\/([a-z-]*)$/i;
const offersOf = (field) => document.querySelector(`[data-offers-for="${field.id}"]`);
const commandIn = (field) => COMMAND.exec(field.value.slice(0, field.selectionStart))?.[1];
const buttons = (offers) => [...offers.querySelectorAll("button")];

async function offer(field, offers) {
  const typed = commandIn(field);
  if (typed === undefined) return offers.replaceChildren();
  const known = new URLSearchParams({ ...offers.dataset, q: typed });
  known.delete("offersFor");
  await window.htmx.ajax("GET", `/replies?${known}`, { target: offers, swap: "innerHTML", source: offers });
  if (commandIn(field) === undefined) offers.replaceChildren();
}

function insert(button, field) {
  const command = commandIn(field);
  const end = field.selectionStart;
  const start = command === undefined ? end : end - command.length - 1;
  field.setRangeText(button.dataset.inserts, start, end, "end");
  offersOf(field).replaceChildren();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  const offers = target.id && offersOf(target);
  if (offers) offer(target, offers);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-offers-for] [data-inserts]");
  if (button) insert(button, document.getElementById(button.closest("[data-offers-for]").dataset.offersFor));
});

// Enter takes the first, arrows walk, Escape leaves; what the page itself does with Enter waits meanwhile.
document.addEventListener("keydown", (event) => {
  const within = event.target.closest?.("[data-offers-for]");
  const field = within ? document.getElementById(within.dataset.offersFor) : event.target;
  const offers = field.id && offersOf(field);
  const listed = offers ? buttons(offers) : [];
  if (!listed.length) return;
  const at = listed.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (listed[at + 1] ?? field).focus();
  else if (event.key === "ArrowUp") (at < 0 ? listed.at(-1) : listed[at - 1] ?? field).focus();
  else if (event.key === "Escape") { offers.replaceChildren(); field.focus(); }
  else if (event.key === "Enter" && at < 0 && !event.shiftKey && !event.isComposing) insert(listed[0], field);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
