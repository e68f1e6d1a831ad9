/* Keyboard shortcuts, declared in the page by `data-key`; single letters rest while somebody types.
 *
 * data-key="N" on a link or button presses it, on a field focuses it; "Ctrl+Enter" and "Ctrl+Shift+Enter" work
 * inside fields too.
 * In [data-rows] J and K move a cursor row, Enter opens its first link, and a letter declared inside the row by
 * `data-row-key` presses that control. All of it is off where <body> has no `data-shortcuts` (WCAG 2.1.4).
 */

const enabled = () => document.body.hasAttribute("data-shortcuts");
const typing = (target) => target instanceof Element
  && (target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select")
    || target.isContentEditable);

function named(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && key === "Enter" ? "Shift+" : "";
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + shift + key;
}

const shown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;

const same = (declared, name) => declared.toUpperCase() === name.toUpperCase();

function press(element) {
  if (element.matches("input:not([type=checkbox], [type=radio], [type=file]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter(shown);
const current = () => document.querySelector("[data-row].cursor");

function moveTo(row) {
  const before = current();
  before?.classList.remove("cursor");
  before?.removeAttribute("aria-current");
  row.classList.add("cursor");
  row.setAttribute("aria-current", "true");
  row.querySelector("a[href], button")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const all = rows();
  const place = document.querySelector("[data-row-place]");
  if (place) {
    place.textContent = place.dataset.rowPlace.replace("{n}", all.indexOf(row) + 1);
  }
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  moveTo(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  return true;
}

function onRow(name) {
  const row = current();
  if (!row) return false;
  if (name === "Enter") {
    if (document.activeElement?.closest("a, button, summary")) return false;
    const link = row.querySelector("a[data-open], a[href]");
    link?.click();
    return Boolean(link);
  }
  const control = [...row.querySelectorAll("[data-row-key]")].find((one) => same(one.dataset.rowKey, name));
  if (control) press(control);
  return Boolean(control);
}

function help() {
  const dialog = document.querySelector("dialog.key-help");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function act(name) {
  if (name === "J") return step(1);
  if (name === "K") return step(-1);
  if (onRow(name)) return true;
  if (name === "?") return help();
  const element = [...document.querySelectorAll("[data-key]")].find((one) => same(one.dataset.key, name) && shown(one));
  if (element) press(element);
  return Boolean(element);
}

document.addEventListener("keydown", (event) => {
  if (!enabled() || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const name = named(event);
  if (typing(event.target)) {
    if (name === "Escape") event.target.blur();
    if (!name.startsWith("Ctrl+") || name === "Ctrl+") return;
  }
  if (name.startsWith("Ctrl+") && !["Ctrl+Enter", "Ctrl+Shift+Enter"].includes(name)) return;
  if (act(name)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] [data-row]");
  if (row && row !== current() && current()) {
    current().removeAttribute("aria-current");
    current().classList.remove("cursor");
    row.classList.add("cursor");
    row.setAttribute("aria-current", "true");
  }
});
