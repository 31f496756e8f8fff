// Owns what becomes of somebody's changes: kept while typing, checked, saved, and never lost on the way.
//
// The editor of a kind only reads and writes text; it calls `touched` after every change.

import { conflict, offerKept } from "./deciding.js";
import { clock } from "./words.js";

const KEEP_AFTER = 3000; // milliseconds after the last change
const KEEP_AT_LEAST = 15_000; // while somebody types without a pause
const CHECK_AFTER = 400;

/** The file cannot be written without losing something; `message` is a sentence for the person. */
export class NothingWritten extends Error {}

export class EditingSession {
  /** editor: {read(): Promise<text>, write(text), show(problem), mark(problems), saved?(text)}. */
  constructor({ page, server, say, bar, problems, editor }) {
    Object.assign(this, { page, server, say, bar, problems, editor });
    this.revision = page.revision;
    this.readOnly = page.readOnly;
    this._mayCheck = page.mayCheck;
    this._version = 0; // of the content: counts changes
    this._savedVersion = 0;
    this._saving = null;
    window.addEventListener("beforeunload", (event) => {
      if (this.changed) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this._keepNow());
    window.addEventListener("keydown", (event) => this._onKey(event), { capture: true });
  }

  get changed() {
    return this._version !== this._savedVersion;
  }

  /** After opening: offers what was kept and checks the file. */
  async begin(stored) {
    if (!this.readOnly) await this._offer(stored);
    await this.check();
  }

  /** Something was changed. */
  touched() {
    if (this.readOnly) return;
    this._version += 1;
    this.bar.tell("changed");
    const now = Date.now();
    this._firstUnkept ??= now;
    clearTimeout(this._keepTimer);
    this._keepTimer = setTimeout(() => this._keepNow(), Math.min(KEEP_AFTER, this._firstUnkept + KEEP_AT_LEAST - now));
    this.checkSoon();
  }

  checkSoon() {
    clearTimeout(this._checkTimer);
    this._checkTimer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  async check() {
    if (!this._mayCheck) return;
    const version = this._version;
    try {
      const { problems } = await this.server.check(await this.editor.read());
      if (version === this._version) this._show(problems);
    } catch (error) {
      if (error.name !== "AbortError") this.problems.unknown();
    }
  }

  /** Saves; answers whether everything is stored now. One save at a time. */
  async save() {
    if (this.readOnly) return false;
    this._saving ??= this._save().finally(() => {
      this._saving = null;
    });
    return this._saving;
  }

  async _save() {
    this.bar.tell("saving");
    this.editor.settle?.();
    const version = this._version;
    let content;
    try {
      content = await this.editor.read();
      const answer = await this.server.save(content, this.revision);
      this._stored(version, content, answer);
      return !this.changed;
    } catch (error) {
      return this._failed(error, content);
    }
  }

  _stored(version, content, answer) {
    this.revision = answer.revision;
    this._savedVersion = version;
    this._firstUnkept = null;
    clearTimeout(this._keepTimer);
    this.editor.saved?.(content);
    this.bar.tell(this.changed ? "changed" : "saved_at", { time: clock() });
    this.bar.warn(null);
    this._show(answer.problems ?? []);
    if (this.changed) this._keepTimer = setTimeout(() => this._keepNow(), KEEP_AFTER);
  }

  async _failed(error, content) {
    this.bar.tell("changed");
    if (error instanceof NothingWritten) this.bar.warn(error.message);
    else if (typeof error.body?.content === "string") return this._decide(error.body, content);
    else if (error.status === 422) this._refused(error.body);
    else if (error.body?.message) this.bar.warn(error.body.message);
    else if (error.reason) this.bar.warn(this.say(error.reason, { status: error.status }));
    else throw error;
    return false;
  }

  _refused(body) {
    const problems = body?.problems ?? [];
    this._show(problems);
    this.bar.warn(problems.map((problem) => problem.message).join(" ") || this.say("refused", { status: 422 }));
  }

  /** Somebody saved meanwhile: shows both texts and does what the person chooses. */
  async _decide(theirs, content) {
    await this._keepNow();
    const choice = await conflict(this.say, this.page.path, theirs, content);
    if (choice === "overwrite") {
      this.revision = theirs.revision;
      return this._save();
    }
    if (choice === "take") {
      await this.editor.write(theirs.content);
      this.revision = theirs.revision;
      this._savedVersion = this._version;
      this.editor.saved?.(theirs.content);
      this.bar.tell("saved");
      this.check();
      return true;
    }
    return false;
  }

  async _keepNow() {
    clearTimeout(this._keepTimer);
    if (!this.changed || this.readOnly || !this.page.urls.keep) return;
    const version = this._version;
    try {
      await this.server.keep(await this.editor.read(), this.revision);
      this._firstUnkept = null;
      if (version === this._version && this.changed && !this._saving) this.bar.tell("kept_at", { time: clock() });
    } catch {
      if (this.changed && !this._saving) this.bar.tell("not_kept");
    }
  }

  async _offer(stored) {
    const kept = await this.server.kept().catch(() => null);
    if (kept === null || kept.content === stored) return;
    if (!(await offerKept(this.say, kept, stored, this.revision))) return;
    await this.editor.write(kept.content);
    // Saving then meets whoever saved since as a conflict, instead of undoing his work.
    this.revision = kept.revision;
    this.touched();
  }

  _show(problems) {
    this.problems.show(problems);
    this.editor.mark?.(problems.filter((one) => !one.file || one.file === this.page.path));
  }

  _onKey(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      this.save();
    }
  }
}
