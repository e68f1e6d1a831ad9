/* Two hundred seats on the panel of a meeting are narrowed by a few letters, accents or not, and to those nobody has come
 * to. What was typed and ticked outlives the list, which live.js replaces again and again. Whoever found a place by its
 * name and noted it goes on with the next name. */

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
const find = () => document.getElementById("find-seat");
const tick = () => document.getElementById("only-missing");
let typed = "", missing = false, noted = false;

function narrow() {
  const list = document.getElementById("seat-list");
  if (!list) return;
  const words = folded(typed).split(/\s+/).filter(Boolean);
  let shown = 0;
  let place = null;
  for (const row of list.children) {
    if (row.matches(".live-place")) { place = row; place.hidden = true; continue; }
    const text = folded(row.querySelector(".who").textContent);
    row.hidden = !words.every((word) => text.includes(word)) || (missing && !("missing" in row.dataset));
    shown += !row.hidden;
    if (place && !row.hidden) place.hidden = false;
  }
  document.querySelector("[data-live-none]").hidden = shown > 0;
}

function show() {
  const field = find();
  if (!field) return;
  document.querySelector("[data-live-find]").hidden = false;
  field.value = typed;
  if (tick()) tick().checked = missing; /* not on the page of raised hands */
  narrow();
}

document.addEventListener("input", ({ target }) => {
  if (target === find()) typed = target.value;
  else if (target === tick()) missing = target.checked;
  else return;
  narrow();
});
document.addEventListener("submit", ({ target }) => { noted = Boolean(target.closest("#seat-list")); }, true);
document.addEventListener("part-shown", () => {
  show();
  if (noted && typed && !document.getElementById("live").contains(document.activeElement)) { find()?.focus(); find()?.select(); }
  noted = false;
});
show();
