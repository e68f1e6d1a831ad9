/* The print button of a page made for paper; the browser's own command works as well. */

const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
