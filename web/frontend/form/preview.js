// The form as the pages will show it, made by the server, in a frame of its own: its ids meet none of this page, no
// script runs there, and there is nothing in it that could be sent.

import { idOf, pathOfId } from "./document.js";
import { element } from "../editing/page.js";

const WAIT = 350; // milliseconds after the last change

export class Preview {
  /** designer: the document and the selection; server: what is asked. */
  constructor(designer, server) {
    Object.assign(this, { designer, server, say: designer.say });
    this._wish = { language: designer.language, print: false, check: false };
    this._texts = {};
    this._asked = 0;
    // Same origin, so that this page can read what was typed there; without scripts and without forms.
    this._frame = element("iframe", { sandbox: "allow-same-origin", title: this.say("preview_frame"), class: "fd-frame" });
    this._frame.addEventListener("load", () => this._listen());
    this._note = element("p", { class: "notice warning fd-stale", role: "status", hidden: true });
    this._bar = element("div", { class: "fd-preview-bar" });
    this.node = element("div", { class: "fd-preview-body" }, this._bar, this._note, this._frame);
    this._showBar();
  }

  /** Shows the document when nothing has changed for a moment. */
  later() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this.show(), WAIT);
  }

  async show() {
    const number = ++this._asked;
    const { language, ...more } = this._wish;
    try {
      const page = await this.server.preview(await this.designer.read(), language, this._texts, more);
      if (number === this._asked) this._fill(page);
    } catch (error) {
      if (number === this._asked) this._tell(error.status === 422 ? this._stale() : "preview_failed");
    }
  }

  /** Marks the field that is selected, where the preview shows it. */
  mark() {
    const page = this._frame.contentDocument;
    for (const one of page?.querySelectorAll(".is-picked") ?? []) one.classList.remove("is-picked");
    const field = this.designer.selectedField;
    const place = field && page?.getElementById(idOf(field))?.closest(".form-field, .form-table");
    if (!place) return;
    place.classList.add("is-picked");
    const box = place.getBoundingClientRect();
    const view = page.defaultView;
    if (box.bottom < 0 || box.top > view.innerHeight) view.scrollBy(0, box.top - 80);
  }

  _stale() {
    return this._filled === undefined ? "preview_never" : "preview_stale";
  }

  _tell(key) {
    this._note.hidden = key === null;
    this._note.textContent = key === null ? "" : this.say(key);
    this._frame.classList.toggle("is-stale", key !== null);
  }

  /** A page of the same look changes in place: the place where the person reads stays. */
  _fill(page) {
    this._tell(null);
    const isSameLook = this._filled === this._wish.print && this._frame.contentDocument?.body?.firstElementChild;
    this._filled = this._wish.print;
    if (!isSameLook) {
      this._frame.srcdoc = page;
      return;
    }
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const inner = this._frame.contentDocument;
    const focused = inner.activeElement?.name;
    inner.documentElement.lang = fresh.documentElement.lang;
    inner.body.replaceChildren(...fresh.body.childNodes);
    if (focused) inner.getElementsByName(focused)[0]?.focus({ preventScroll: true });
    this._after();
  }

  _after() {
    this._frame.dataset.shown = this._asked;
    this.mark();
  }

  _listen() {
    const page = this._frame.contentDocument;
    if (!page?.body?.firstElementChild) return;
    page.addEventListener("change", () => this._typed());
    page.addEventListener("click", (event) => {
      const button = event.target.closest("button[name]");
      if (button) this._typed({ [button.name]: [button.value] });
      if (event.target.closest("a")) event.preventDefault();
      this._pick(event.target.closest(".form-field, .form-table"));
    });
    this._after();
  }

  _pick(place) {
    const id = place?.matches(".form-table") ? place.id : place?.querySelector("[id$='-label']")?.id.replace(/-label$/, "");
    const path = id && pathOfId(this.designer.doc, id);
    if (path) this.designer.select(path);
  }

  /** What was typed decides which fields are shown and what is computed. pressed: a button of a table. */
  _typed(pressed = {}) {
    const texts = {};
    for (const control of this._frame.contentDocument.querySelectorAll("input[name], select[name], textarea[name]")) {
      if (["checkbox", "radio"].includes(control.type) && !control.checked) continue;
      (texts[control.name] ??= []).push(control.value);
    }
    this._texts = { ...texts, ...pressed };
    this.show();
  }

  _showBar() {
    const { language, print, check } = this._wish;
    const set = (wish) => () => {
      Object.assign(this._wish, wish);
      this._showBar();
      this._bar.querySelector(`[data-wish="${Object.keys(wish)[0]}"][aria-pressed="true"]`)?.focus();
      this.show();
    };
    const toggle = (name, isOn, words, wish) =>
      element("button", { type: "button", class: "button small", "data-wish": name, "aria-pressed": String(isOn), onclick: set(wish) }, words);
    const languages = ["zh", "en"].map((one) =>
      toggle("language", one === language, this.say(`preview_${one}`), { language: one }),
    );
    const samples = () => {
      this._texts = {};
      this._wish.check = false;
      this._showBar();
      this.show();
    };
    const checking = () => {
      this._wish.check = !check;
      this._showBar();
      this._typed();
    };
    this._bar.replaceChildren(
      element("span", { class: "fd-segments", role: "group", "aria-label": this.say("preview_language") }, ...languages),
      toggle("print", print, this.say("preview_paper"), { print: !print }),
      print ? "" : element("button", { type: "button", class: "button small", "aria-pressed": String(check), onclick: checking }, this.say("preview_check")),
      print ? "" : element("button", { type: "button", class: "button small", onclick: samples }, this.say("preview_samples")),
    );
  }
}
