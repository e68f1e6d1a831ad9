/* Small help in forms; each works without: a refusal takes the focus, a read value loses its yellow when touched,
 * a password can be shown, a form is not sent twice by a double click. A decision drawn as not open still asks the
 * server, which answers with everything that is missing: the panel may be older than the facts. */

const takeFocus = () => document.querySelector("[data-focus]")?.focus();
takeFocus();
document.addEventListener("page-shown", takeFocus);

document.addEventListener("input", (event) => {
  const field = event.target.closest?.(".from-file");
  if (!field) return;
  field.classList.remove("from-file", "doubtful");
  field.closest(".field")?.querySelectorAll(".from-file-note, .doubt").forEach((note) => note.remove());
});

document.addEventListener("change", (event) => {
  const shows = event.target.closest?.("[data-shows-password]");
  if (!shows) return;
  const field = document.getElementById(shows.dataset.showsPassword);
  if (field) field.type = shows.checked ? "text" : "password";
});

document.querySelectorAll("[data-shows-password]").forEach((box) => {
  box.closest("[hidden]")?.removeAttribute("hidden");
});

document.addEventListener("click", (event) => {
  const all = event.target.closest?.("[data-picks]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.picks)}"]`)) {
    box.checked = all.checked;
  }
});

/* A link to a field, or to a part that is folded: opened and in reach at one tap, without asking the server. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-opens]");
  const part = link && document.getElementById(link.dataset.opens);
  if (!part) return;
  event.preventDefault();
  for (let fold = part.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const fold = part.closest("details") ?? part;
  (part.matches("details") ? part.querySelector("summary") : part).focus({ preventScroll: true });
  fold.scrollIntoView({ block: "nearest" });
});

/* Enter in a field that finds things takes the first one found, by the button of that value; while an input method
 * still composes, Enter is its own. */
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-enter]");
  if (event.key !== "Enter" || event.isComposing || !field?.value.trim()) return;
  event.preventDefault();
  field.form.requestSubmit(field.form.querySelector(`button[value="${CSS.escape(field.dataset.enter)}"]`));
});

/* A long list of choices is narrowed by a few letters, accents or not; the list itself stays and works without. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

function findIn(select) {
  const all = [...select.options];
  const texts = all.map((option) => folded(`${option.text} ${option.dataset.also ?? ""}`));
  const field = Object.assign(document.createElement("input"), { type: "search", className: "input find-in", placeholder: select.dataset.find });
  field.setAttribute("aria-label", select.dataset.find);
  field.setAttribute("aria-controls", select.id);
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    const kept = all.filter((option, place) => !option.value || words.every((word) => texts[place].includes(word)));
    select.replaceChildren(...kept);
    select.value = words.length ? kept.find((option) => option.value)?.value ?? "" : "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
  select.before(field);
}
document.querySelectorAll("select[data-find]").forEach(findIn);

/* A button that acts on ticked rows says how many; without script it names no number. */
function count() {
  for (const button of document.querySelectorAll("[data-counts]")) {
    const word = button.querySelector("span");
    button.dataset.plainText ??= word.textContent;
    const ticked = document.querySelectorAll(`input[name="${CSS.escape(button.dataset.counts)}"]:checked`).length;
    word.textContent = ticked ? button.dataset.countText.replace("{n}", ticked) : button.dataset.plainText;
  }
}
count();
document.addEventListener("change", count);
document.addEventListener("page-shown", count);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-upload")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  window.setTimeout(() => { delete form.dataset.sent; }, 5000);
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
