// Behaviour that every page of the desk shares. No words of any language stand here.

import "./replies.js";
import "./waiting.js";

const csrf = () => document.querySelector('meta[name="csrf"]').content;

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRF-Token"] = csrf();
});

// Toasts: `HX-Trigger: {"toast": "…"}`, or what an error answers.

export function toast(text) {
  const region = document.getElementById("toasts");
  const note = document.createElement("p");
  note.textContent = text;
  region.append(note);
  setTimeout(() => note.remove(), 4000 + 80 * text.length);
}

document.addEventListener("toast", ({ detail }) => toast(detail.value));
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.responseText) toast(detail.xhr.responseText);
});
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") toast(document.getElementById("toasts").dataset.offline);
});

// Shortcuts: `data-shortcut="Alt+J"` on a link, a button or a field; the first one that is shown is used.

const isOn = () => document.body.dataset.shortcuts !== "off";
const isShown = (element) => element.getClientRects().length > 0;

function isPressed(shortcut, event) {
  const parts = shortcut.split("+");
  const key = parts.pop();
  const isLetter = /^[A-Z0-9]$/.test(key);
  // Alt makes other characters of letters on some keyboards; what is no letter may itself want Shift.
  const typed = event.key.toUpperCase() === key || (isLetter && event.code === `Key${key}` && !/^[a-z]$/i.test(event.key));
  return typed
    && event.altKey === parts.includes("Alt")
    && event.ctrlKey === parts.includes("Control")
    && event.metaKey === parts.includes("Meta")
    && (!isLetter || event.shiftKey === parts.includes("Shift"))
    && !event.getModifierState("AltGraph");
}

document.addEventListener("keydown", (event) => {
  if (!isOn() || event.repeat) return;
  const within = document.querySelector("dialog[open]") ?? document;
  const found = [...within.querySelectorAll("[data-shortcut]")]
    .find((element) => isShown(element) && isPressed(element.dataset.shortcut, event));
  if (!found) return;
  event.preventDefault();
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
});

const nameOf = (element) => element.dataset.shortcutName
  ?? element.getAttribute("aria-label")
  ?? (element.querySelector(".unseen") ?? element.labels?.[0] ?? element).textContent.trim();

function listShortcuts(dialog) {
  const rows = [...document.querySelectorAll("[data-shortcut]")].filter(isShown).flatMap((element) => {
    const name = Object.assign(document.createElement("dt"), { textContent: nameOf(element) });
    const keys = document.createElement("dd");
    element.dataset.shortcut.split("+").forEach((key) => {
      keys.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    });
    return [name, keys];
  });
  dialog.querySelector(".keys").replaceChildren(...rows);
  dialog.querySelector("[data-when-off]").hidden = isOn();
}

// Copying: `data-copies="id"` on a button; the words said afterwards stand in the nearest `data-copied`.

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
  toast(button.closest("[data-copied]").dataset.copied);
});

// Dialogs and menus.

document.addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog.querySelector(".keys")) listShortcuts(dialog);
    dialog.showModal();
  }
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
