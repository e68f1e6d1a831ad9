/* Files dropped or chosen are listed at once; a form with `data-upload` is sent with a progress row.
 *
 * Without this script the file field and the form work as they are. The answer of the server decides: where it
 * redirects, the page follows; anything else is shown in place, so that a refusal is seen as the server wrote it.
 * data-upload="at-once" sends as soon as files are chosen, by the form's [data-upload-act] button where it has one;
 * data-upload-failed is said when the line breaks. On a page with [data-drop-page] a file may be dropped anywhere: it
 * goes to the first drop zone within.
 */

const UNITS = [["GB", 1e9], ["MB", 1e6], ["KB", 1e3]];

function sizeOf(bytes) {
  const [unit, factor] = UNITS.find(([, least]) => bytes >= least) ?? ["B", 1];
  const digits = unit === "MB" || unit === "GB" ? 1 : 0;
  return `${(bytes / factor).toLocaleString(document.documentElement.lang || "vi", { maximumFractionDigits: digits })}\u00a0${unit}`;
}

function fileRow(file) {
  const row = document.createElement("li");
  const sign = document.createElement("span");
  sign.className = "file-sign plain-sign";
  const kind = document.createElement("b");
  kind.textContent = (file.name.split(".").pop() || "").slice(0, 4).toUpperCase();
  sign.append(kind);
  const text = document.createElement("div");
  const name = document.createElement("p");
  name.className = "file-name";
  name.textContent = file.name;
  const facts = document.createElement("p");
  facts.className = "file-facts";
  facts.textContent = sizeOf(file.size);
  text.append(name, facts);
  row.append(sign, text);
  return row;
}

function list(input) {
  const place = input.closest(".field")?.querySelector("[data-drop-list]");
  if (!place) return;
  place.replaceChildren(...[...input.files].map(fileRow));
  place.hidden = !input.files.length;
}

function onDrop(zone, event) {
  zone.classList.remove("over");
  const input = zone.querySelector("input[type=file]");
  if (!input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  const taken = new DataTransfer();
  const before = input.multiple ? [...input.files] : [];
  const added = [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1);
  for (const file of [...before, ...added]) taken.items.add(file);
  input.files = taken.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/* The zone under the pointer, else the one the whole page stands for; words that are dragged are not files. */
function zoneOf(event) {
  if (!event.dataTransfer?.types.includes("Files")) return null;
  return event.target.closest?.("[data-drop]") ?? document.querySelector("[data-drop-page] [data-drop]");
}

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    if (kind === "drop") onDrop(zone, event);
    else {
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "dragover") event.preventDefault();
    }
  });
}

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-drop] input[type=file]")) return;
  list(event.target);
  const form = event.target.form;
  if (form?.dataset.upload === "at-once" && event.target.files.length) {
    form.requestSubmit(form.querySelector("[data-upload-act]"));
  }
});

function progressOf(form) {
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", form.dataset.uploadLabel || "");
  const place = form.querySelector("[data-drop-list]") ?? form;
  place.append(bar);
  return bar;
}

/* The page that was redirected to is asked for again, so what its toast said is carried over. */
function follow(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const said = [...page.querySelectorAll("[data-toast]")].map((toast) => toast.textContent.trim());
  if (said.length) sessionStorage.setItem("toasts", JSON.stringify(said));
  window.location.assign(request.responseURL);
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  window.htmx?.process(document.body);
  document.dispatchEvent(new Event("page-shown"));
}

function answered(request, form) {
  const sentTo = new URL(form.action, window.location.href).href;
  const moved = request.status >= 200 && request.status < 300 && request.responseURL !== sentTo;
  if (moved) follow(request);
  else show(request.responseText);
}

function failed(form, bar) {
  bar.remove();
  delete form.dataset.sending;
  const text = document.createElement("p");
  text.className = "field-error";
  text.setAttribute("role", "alert");
  text.textContent = form.dataset.uploadFailed || "";
  (form.querySelector("[data-drop-list]") ?? form).after(text);
}

function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const request = new XMLHttpRequest();
  const bar = progressOf(form);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round(event.loaded / event.total * 100);
  });
  request.addEventListener("load", () => answered(request, form));
  request.addEventListener("error", () => failed(form, bar));
  request.open("POST", submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
  request.send(data);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-upload]")) return;
  const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  if (!files) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  send(form, event.submitter);
});
