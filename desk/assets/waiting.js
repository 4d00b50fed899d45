// Who waits in the chat: told in the title of every page, beside the link to the chats, and as one wishes by the browser.
// One page of a browser listens to the desk, and tells the others. No words stand here.

import { toast } from "./desk.js";

const AGAIN = 30000;
const place = document.getElementById("waiting");
const title = document.title;
const wish = document.body.dataset.notices;
const isAllowed = () => "Notification" in window && Notification.permission === "granted";
let before = null;

/** Shows how many wait, and how many of them for too long; a page of chats shows who comes by itself. */
export function tell(now, isOfChats = false) {
  document.title = now.waiting ? `(${now.waiting}) ${title}` : title;
  if (place) {
    place.hidden = !now.waiting;
    place.firstElementChild.textContent = now.waiting;
    if (before && wish !== "off") tellOfMore(now, isOfChats);
  }
  before = now;
}

function tellOfMore(now, isOfChats) {
  const isLate = now.alarmed > before.alarmed;
  if (!isLate && now.waiting <= before.waiting) return;
  const words = isLate ? place.dataset.late : place.dataset.new;
  if (!document.hidden) { if (!isOfChats) toast(words); }
  else if (isAllowed()) new Notification(words, { tag: isLate ? "late" : "new", silent: wish !== "sound" });
}

// Whoever asks to be allowed to notify does so by a button.

function offerNotifications() {
  if (!("Notification" in window)) return;
  for (const offer of document.querySelectorAll("[data-allow-notices]")) {
    const show = () => { offer.hidden = wish === "off" || Notification.permission !== "default"; };
    offer.querySelector("button").addEventListener("click", () => Notification.requestPermission().then(show));
    show();
  }
  for (const told of document.querySelectorAll("[data-notices-denied]")) told.hidden = Notification.permission !== "denied";
}

// A browser opens only a few lines to a server; pages of chats have their own.

const others = new BroadcastChannel("waiting");

function listen() {
  const line = new EventSource("/api/v1/desk/events?idle=true");
  line.addEventListener("queue", ({ data }) => {
    others.postMessage(JSON.parse(data));
    tell(JSON.parse(data));
  });
  line.addEventListener("error", () => { if (line.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN); });
  return new Promise(() => {}); // as long as the page is there
}

offerNotifications();
if (place && !document.getElementById("list")) {
  let listens = false;
  others.onmessage = ({ data }) => {
    if (data !== "how many?") tell(data);
    else if (listens && before) others.postMessage(before);
  };
  others.postMessage("how many?");
  const begin = () => { listens = true; return listen(); };
  if (navigator.locks) navigator.locks.request("waiting", begin);
  else begin();
}
