// What the pages of requests do beyond links and forms; without scripts they do without it.

for (const all of document.querySelectorAll("[data-checks]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    all.form.querySelectorAll(`input[name="${all.dataset.checks}"]`).forEach((one) => { one.checked = all.checked; });
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
