/* Pages of a PDF drawn where they stand, when they come near; zoom, page steps, text that can be selected.
 *
 * pdf.js runs in its own worker and, under our content policy, without eval. Where the browser is too old or the
 * file cannot be drawn, the link that stood there stays and a sentence says so.
 */

import * as pdfjs from "../vendor/pdfjs/pdf.min.mjs?v=4.10.38";

const VENDOR = new URL("../vendor/pdfjs/", import.meta.url);
const NARROW = 560;
const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const LARGEST = 16_000_000;
const BLOCK = 256 * 1024;

pdfjs.GlobalWorkerOptions.workerSrc = new URL("pdf.worker.min.mjs?v=4.10.38", VENDOR).href;

class Preview {
  constructor(place) {
    this.place = place;
    this.block = place.closest("[data-preview]");
    this.zoom = STEPS.indexOf(1);
    this.sheets = [];
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.seen(entry)),
      { root: place, rootMargin: "600px 0px" });
  }

  async open() {
    const task = pdfjs.getDocument({
      url: this.place.dataset.pdf,
      isEvalSupported: false,
      enableXfa: false,
      withCredentials: true,
      rangeChunkSize: BLOCK, /* of a large file only what is looked at is fetched */
      disableStream: true,
      disableAutoFetch: true,
      cMapUrl: new URL("cmaps/", VENDOR).href,
      cMapPacked: true,
      standardFontDataUrl: new URL("standard_fonts/", VENDOR).href,
    });
    this.document = await task.promise;
    const first = await this.document.getPage(1);
    this.size = first.getViewport({ scale: 1 });
    this.written = await writtenOf(first, this.size);
    this.place.replaceChildren(...this.makeSheets());
    this.resize();
    this.lookAtWords();
    this.tools();
    this.sheets.forEach((sheet) => this.watcher.observe(sheet.element));
    this.comeBack();
  }

  makeSheets() {
    for (let number = 1; number <= this.document.numPages; number += 1) {
      const element = document.createElement("div");
      element.className = "preview-page";
      element.dataset.number = number;
      this.sheets.push({ number, element, drawn: 0, size: this.size });
    }
    return this.sheets.map((sheet) => sheet.element);
  }

  /* How many screen pixels a point takes: at 100 % the page fills the width, on a phone what is written on it does,
   * the empty margins being left out of sight. */
  scaleOf(size) {
    const style = getComputedStyle(this.place);
    const room = this.place.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const filling = room < NARROW && size.width <= this.size.width ? this.written.right - this.written.left : size.width;
    return Math.min(room, 900) / filling * STEPS[this.zoom];
  }

  /* A page wider than its place begins where its words do. */
  lookAtWords() {
    if (this.place.clientWidth < NARROW) this.place.scrollLeft = this.written.left * this.scaleOf(this.size);
  }

  resize() {
    for (const sheet of this.sheets) {
      const scale = this.scaleOf(sheet.size);
      sheet.element.style.width = `${Math.floor(sheet.size.width * scale)}px`;
      sheet.element.style.height = `${Math.floor(sheet.size.height * scale)}px`;
    }
  }

  seen(entry) {
    const sheet = this.sheets[entry.target.dataset.number - 1];
    sheet.near = entry.isIntersecting;
    if (sheet.near) this.draw(sheet);
    else this.clear(sheet);
  }

  clear(sheet) {
    sheet.task?.cancel();
    sheet.drawn = 0;
    sheet.element.replaceChildren();
  }

  async draw(sheet) {
    const page = await this.document.getPage(sheet.number);
    sheet.size = page.getViewport({ scale: 1 });
    const scale = this.scaleOf(sheet.size);
    if (sheet.drawn === scale || !sheet.near) return;
    this.clear(sheet);
    sheet.drawn = scale;
    this.resize();
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(LARGEST / (viewport.width * viewport.height)));
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    sheet.element.replaceChildren(canvas);
    sheet.task = page.render({
      canvasContext: canvas.getContext("2d", { alpha: false }),
      viewport,
      transform: sharp === 1 ? null : [sharp, 0, 0, sharp, 0, 0],
    });
    try {
      await sheet.task.promise;
      await this.addText(sheet, page, viewport, scale);
    } catch (error) {
      if (error.name !== "RenderingCancelledException") throw error;
    }
  }

  async addText(sheet, page, viewport, scale) {
    const layer = document.createElement("div");
    layer.className = "text-layer";
    layer.style.setProperty("--scale-factor", scale);
    await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport }).render();
    if (sheet.drawn === scale) sheet.element.append(layer);
  }

  current() {
    const top = this.place.getBoundingClientRect().top + 80;
    const found = this.sheets.filter((sheet) => sheet.element.getBoundingClientRect().top <= top);
    return found.length || 1;
  }

  tools() {
    const bar = this.block.querySelector("[data-preview-tools]");
    bar.hidden = false;
    bar.querySelector("[data-pdf-pages]").textContent = this.document.numPages;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.pdfZoom) this.zoomBy(Number(button.dataset.pdfZoom));
      if (button?.dataset.pdfStep) this.turn(Number(button.dataset.pdfStep));
    });
    this.place.addEventListener("scroll", () => this.tell(), { passive: true });
    let waiting = 0;
    new ResizeObserver(() => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => this.redraw(), 150);
    }).observe(this.place);
    this.tell();
  }

  turn(by) {
    const number = Math.min(this.sheets.length, Math.max(1, this.current() + by));
    const element = this.sheets[number - 1].element;
    this.place.scrollTop += element.getBoundingClientRect().top - this.place.getBoundingClientRect().top - 12;
    this.tell();
  }

  /* A paper of a meeting is opened again where it was left; the place stays in this browser. */
  get kept() {
    const file = this.place.closest("[data-keeps]")?.dataset.keeps;
    return file ? `page-of-${file}` : null;
  }

  comeBack() {
    if (!this.kept) return;
    const number = Number(window.localStorage.getItem(this.kept));
    if (number > 1) this.turn(number - this.current());
    this.keeping = true;
  }

  zoomBy(by) {
    this.zoom = Math.min(STEPS.length - 1, Math.max(0, this.zoom + by));
    this.redraw();
  }

  redraw() {
    this.resize();
    this.lookAtWords();
    this.sheets.filter((sheet) => sheet.near).forEach((sheet) => this.draw(sheet));
    this.tell();
  }

  tell() {
    this.block.querySelector("[data-pdf-page]").textContent = this.current();
    if (this.keeping) window.localStorage.setItem(this.kept, this.current());
    const scale = this.block.querySelector("[data-pdf-scale]");
    if (scale) scale.textContent = `${Math.round(STEPS[this.zoom] * 100)}\u00a0%`;
  }

  fail(error) {
    console.error(error);
    const text = document.createElement("p");
    text.className = "preview-message";
    text.setAttribute("role", "status");
    text.textContent = this.place.dataset.failed;
    this.place.append(text);
  }
}

/* Where the words of a page begin and end, in points; the whole page where it has none, as a scan. */
async function writtenOf(page, size) {
  const { items } = await page.getTextContent();
  const words = items.filter((item) => item.str?.trim());
  const left = Math.min(...words.map((item) => item.transform[4]));
  const right = Math.max(...words.map((item) => item.transform[4] + item.width));
  const sound = words.length && left >= 0 && right <= size.width && right - left > size.width / 2;
  return sound ? { left: Math.max(0, left - 4), right: Math.min(size.width, right + 4) } : { left: 0, right: size.width };
}

for (const place of document.querySelectorAll("[data-pdf]")) {
  const preview = new Preview(place);
  preview.open().catch((error) => preview.fail(error));
}
