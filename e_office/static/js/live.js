/* The page of a meeting that is being held keeps itself up to date. News comes as events; where no stream is to be had,
 * the page asks every few seconds. An event says at once what is dealt with; the rest is fetched as the server draws it,
 * at a moment of one's own, so that two hundred pages do not ask in the same instant. What is pressed is sent without
 * leaving the page. Nothing is replaced under somebody who types. Asking so is no use of the log-in (X-Watching). */

const POLL = 4_000;
const STREAM_AGAIN = 60_000;
const FIRST_WORD = 15_000;
const SILENCE = 40_000; /* more than two heartbeats of the server, hub.py */
const TOO_LONG = 15_000;
const AT_MOST_EVERY = 1_000;

const part = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");
const offline = document.querySelector("[data-live-offline]");
const silent = document.querySelector("[data-live-silent]");
const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
let fetched = 0, due = 0, composing = false;
let tag = "", stream = null, asking = false, polling = 0, fetching = 0, waiting = 0, again = 0, told = {};

/* A field that is kept may be replaced, but not while an input method composes a letter in it. */
const typing = () => {
  const field = document.activeElement;
  if (field?.matches("[data-live-kept]")) return composing;
  return part.contains(field) && field.matches("input:not([type=hidden]), textarea, select") && field.value !== "";
};

/* Beside the panel's part stand forms, only while the meeting is open: where that changed the whole page is fetched,
 * unless somebody has written something there. */
const turn = (root) => root.querySelector("[data-live-turn]")?.dataset.liveTurn ?? "";
const unsent = () => [...document.querySelectorAll(".live-forms :is(input, textarea)")].some((one) => one.value !== one.defaultValue);

/* A part comes without the token of its forms (packing.py). */
function withToken(fresh) {
  for (const one of fresh.querySelectorAll("input[name=csrf_token]")) one.value = token;
  return fresh;
}

function replace(fresh) {
  const { id: focused, selectionStart: from, selectionEnd: to } = part.contains(document.activeElement) ? document.activeElement : {};
  const opened = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  const lists = new Map([...part.querySelectorAll("[data-live-names]")].map((one) => [one.id, one.querySelector("[data-live-list]")]));
  part.replaceChildren(...fresh);
  for (const one of part.querySelectorAll("[data-live-names]")) { /* opened again, what may have changed is fetched anew */
    if (lists.has(one.id)) one.querySelector("[data-live-list]").replaceWith(lists.get(one.id));
  }
  for (const one of part.querySelectorAll("details")) one.open = opened.includes(one.id);
  document.dispatchEvent(new Event("part-shown"));
  const heir = focused && document.getElementById(focused);
  if (!heir) return;
  heir.focus({ preventScroll: true });
  if (Number.isInteger(from)) heir.setSelectionRange(from, to);
}

/* Who is there, or voted what, is long and wanted by few: it is fetched where it is opened, and again while it stays
 * open; once where it cannot change. */
async function listNames(fold) {
  if ("liveOnce" in fold.dataset && fold.querySelector(".people")) return;
  try {
    const answer = await fetch(fold.dataset.liveNames, { headers: { "X-Watching": "1" }, redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    fold.querySelector("[data-live-list]").replaceChildren(...fresh.childNodes);
  } catch { offline.hidden = false; }
}

/* Fetch within `most` milliseconds, sooner where that was planned, and not more than once a second what can wait. */
function plan(most, waits) {
  const now = Date.now();
  const at = Math.max(now + Math.random() * most, waits ? fetched + AT_MOST_EVERY : 0);
  if (fetching && due <= at) return;
  due = at;
  window.clearTimeout(fetching);
  fetching = window.setTimeout(refresh, at - now);
}

async function refresh() {
  window.clearTimeout(fetching);
  fetching = 0;
  if (typing()) { due = Date.now() + 1_000; fetching = window.setTimeout(refresh, 1_000); return; }
  fetched = Date.now();
  try {
    const headers = { "X-Watching": "1", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(part.dataset.state, { headers, redirect: "manual", signal: AbortSignal.timeout?.(TOO_LONG) });
    if (answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 403) { window.location.reload(); return; }
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") ?? "";
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (turn(fresh) !== turn(document) && !unsent()) { window.location.reload(); return; }
      replace(withToken(fresh).childNodes);
    }
    if (answer.status < 500) offline.hidden = true;
  } catch { offline.hidden = false; }
}

function tell(news) {
  for (const one of document.querySelectorAll("[data-live-item]")) if (news.item) one.textContent = news.item;
  for (const one of document.querySelectorAll("[data-live-present]")) one.textContent = news.present ?? one.textContent;
  if (!said) return;
  if (news.vote && news.vote !== told.vote) said.textContent = said.dataset.saidVote.replace("{vote}", news.vote);
  else if (news.item && news.item !== told.item) said.textContent = said.dataset.saidItem.replace("{item}", news.item);
}

async function poll() {
  asking = true;
  if (!document.hidden) await refresh();
  window.clearTimeout(polling);
  if (asking) polling = window.setTimeout(poll, POLL + Math.random() * 1_000);
}

function heard() {
  asking = false;
  window.clearTimeout(polling);
  offline.hidden = silent.hidden = true;
  awaitWord(SILENCE, Math.random() * 2_000);
}

/* A proxy that holds words back, or a socket that died with a change of network, tells the browser of no error. A line
 * that says nothing, not even that all is well, is given up: the page asks, says so, and tries another after `pause`. */
function awaitWord(patience, pause) {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    stream.close();
    silent.hidden = false;
    poll();
    again = window.setTimeout(listen, pause);
  }, patience);
}

function listen() {
  window.clearTimeout(again);
  stream?.close();
  stream = new EventSource(`${part.dataset.events}&seen=${part.dataset.version}`);
  awaitWord(FIRST_WORD, STREAM_AGAIN);
  stream.addEventListener("beat", heard);
  stream.addEventListener("message", (event) => {
    heard();
    const news = JSON.parse(event.data);
    part.dataset.version = news.version;
    tell(news);
    const waits = ["item", "vote", "ended"].every((name) => news[name] === told[name]);
    if (part.dataset.live !== "show") plan(0, waits);
    else plan(waits ? Math.max(AT_MOST_EVERY, news.spread) : Math.min(AT_MOST_EVERY, news.spread), waits);
    told = news;
  });
  stream.addEventListener("gone", () => { stream.close(); window.location.reload(); });
  stream.addEventListener("error", () => {
    poll(); /* the browser comes back by itself; meanwhile the page asks */
    if (stream.readyState !== EventSource.CLOSED) return;
    window.clearTimeout(waiting); /* no thread is left for us there: try again later */
    window.clearTimeout(again);
    again = window.setTimeout(listen, STREAM_AGAIN);
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.target || event.defaultPrevented || !form.querySelector("input[name=view]")) return;
  event.preventDefault();
  const sent = new FormData(form, event.submitter);
  event.submitter?.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      if (!part.contains(form)) { window.location.reload(); return; } /* a form beside the part: begin it anew */
      if (typing()) document.activeElement.blur();
      await refresh();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const refusal = page.querySelector(".refusal");
    document.querySelector(".refusal")?.remove();
    if (refusal) {
      document.querySelector("main").prepend(refusal);
      refusal.focus();
      const fresh = page.querySelector("[data-live]");
      if (part.contains(form) && fresh) replace(fresh.childNodes);
    } else window.location.reload();
  } catch { offline.hidden = false; } finally { event.submitter?.removeAttribute("aria-disabled"); }
});

if (part) {
  document.addEventListener("toggle", ({ target }) => { if (target.open && target.matches("[data-live-names]")) listNames(target); }, true);
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("pagehide", () => { stream?.close(); window.clearTimeout(waiting); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { listen(); refresh(); } });
  if (window.EventSource) listen(); else poll();
}
