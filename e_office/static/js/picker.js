/* The calendar beside a day and an hour: without script its buttons send the form, with it they fill the field. */

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-picker] [data-fills]");
  const field = button && button.form.elements[button.dataset.fills];
  if (!field) return;
  event.preventDefault();
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const other of button.closest("[data-picker]").querySelectorAll(`[data-fills="${button.dataset.fills}"]`)) {
    other.toggleAttribute("aria-pressed", false);
  }
  button.setAttribute("aria-pressed", "true");
});
