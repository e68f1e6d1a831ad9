/* Menus are <details>; here they close when something else is meant: Escape, a click or a focus elsewhere.
   Long filters marked data-folds-on-phone begin folded where the screen is small. */

const menus = () => document.querySelectorAll("details[data-menu][open]");

function closeOthers(target) {
  for (const menu of menus()) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

if (window.matchMedia("(max-width: 800px)").matches) {
  for (const long of document.querySelectorAll("details[data-folds-on-phone]")) long.open = false;
}
