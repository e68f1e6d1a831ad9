/* What somebody else did shows by itself: a page asks now and then for a few letters that say how things stand, and
 * only when they differ is the rest fetched. A hidden page asks nothing; one that comes to the front asks at once.
 * Asking so is no use of the log-in (X-Watching): one that is left alone still ends, and then the asking does. */

const EVERY = 15_000;

for (const form of document.querySelectorAll("[data-watch]")) {
  let waiting = 0;
  const ask = async () => {
    window.clearTimeout(waiting);
    if (document.hidden || !form.isConnected) return;
    try {
      const answer = await fetch(`${form.dataset.watch}?seen=${form.dataset.pulse}`, { headers: { "X-Watching": "1" } });
      if (answer.status === 200 && !answer.redirected) {
        form.dataset.pulse = await answer.text();
        form.dispatchEvent(new CustomEvent("news"));
      } else if (answer.status !== 204) return; /* signed out, or no longer a draft: the next act says so */
    } catch { /* the line is broken: the next turn tries again */ }
    waiting = window.setTimeout(ask, EVERY);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  waiting = window.setTimeout(ask, EVERY);
}
