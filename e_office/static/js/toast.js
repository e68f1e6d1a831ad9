/* A toast leaves after eight seconds, but stays while the pointer or the focus is on it. */

const STAYS = 8000;

function watch(toast) {
  let timer = 0;
  const wait = () => { timer = window.setTimeout(() => toast.remove(), STAYS); };
  const stay = () => window.clearTimeout(timer);
  toast.addEventListener("mouseenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("mouseleave", wait);
  toast.addEventListener("focusout", wait);
  wait();
}

/* What an upload was answered with before the page changed (see upload.js). */
function carried() {
  const texts = JSON.parse(sessionStorage.getItem("toasts") || "[]");
  sessionStorage.removeItem("toasts");
  return texts.map((text) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.toast = "";
    toast.textContent = text;
    return toast;
  });
}

function begin() {
  const place = document.querySelector("[data-toasts]");
  document.querySelectorAll("[data-toast]").forEach(watch);
  if (!place) return;
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof HTMLElement && node.matches("[data-toast]")) watch(node);
    }
  }).observe(place, { childList: true });
  place.append(...carried());
}

begin();
document.addEventListener("page-shown", begin);
