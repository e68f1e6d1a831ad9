/* A text that keeps itself while it is written says at once when it could not: no network, no server, no log-in. It is
 * sent again when the network is back, and after a while by itself. Who leaves with words that are not kept is asked. */

const AGAIN = 15_000;

const words = (form) => form.elements.text.value;
const kept = new Map([...document.querySelectorAll("form[data-autosave]")].map((form) => [form, words(form)]));
const sent = new Map(), waiting = new Map();

const unsaved = (form) => kept.get(form) !== words(form);

function send(form) {
  if (unsaved(form)) window.htmx.trigger(form, "submit");
}

function fail(form) {
  const text = document.querySelector("template[data-not-saved]").content.cloneNode(true);
  document.getElementById(form.dataset.autosave).replaceChildren(text);
  window.clearTimeout(waiting.get(form));
  waiting.set(form, window.setTimeout(send, AGAIN, form));
}

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (kept.has(elt)) sent.set(elt, words(elt));
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr } }) => {
  if (!kept.has(elt)) return;
  window.clearTimeout(waiting.get(elt));
  if (successful) kept.set(elt, sent.get(elt));
  else if (xhr.status !== 422) fail(elt); /* a refusal says itself what to do */
});

window.addEventListener("online", () => { for (const form of kept.keys()) send(form); });

window.addEventListener("beforeunload", (event) => {
  if (window.htmx && [...kept.keys()].some(unsaved)) event.preventDefault();
});
