// What an editor asks the server for. An answer that is no success is an `Unanswered` with what went wrong.

export class Unanswered extends Error {
  /** reason: "offline", "signed_out", "too_large", "refused" or "failed"; status: HTTP's, 0 without an answer; body: parsed JSON. */
  constructor(reason, status = 0, body = null) {
    super(`${reason} ${status}`);
    this.reason = reason;
    this.status = status;
    this.body = body;
  }
}

export class Server {
  constructor(urls) {
    this._urls = urls;
    this._token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  }

  /** The file's text as it is stored. */
  async content() {
    return (await this._ask(this._urls.content)).text();
  }

  /** This person's copy that was kept but not saved, or null. */
  async kept() {
    if (!this._urls.keep) return null;
    const answer = await this._ask(this._urls.keep);
    return answer.status === 204 ? null : answer.json();
  }

  /** What can be picked: operations, forms, groups and so on. */
  async choices() {
    return (await this._ask(this._urls.choices)).json();
  }

  async save(content, revision) {
    return (await this._post(this._urls.save, { content, revision })).json();
  }

  async keep(content, revision) {
    await this._post(this._urls.keep, { content, revision });
  }

  /** The problems of the draft with this content; an earlier check that is under way is given up. */
  async check(content) {
    this._checking?.abort();
    this._checking = new AbortController();
    return (await this._post(this._urls.check, { content }, this._checking.signal)).json();
  }

  async evaluate(content, inputs) {
    return (await this._post(this._urls.evaluate, { content, inputs })).json();
  }

  /** The form as the pages will show it: an HTML text made by the server. more: {print, check}. */
  async preview(content, language, values, more = {}) {
    return (await this._post(this._urls.preview, { content, language, values, ...more })).text();
  }

  async _post(url, body, signal) {
    const send = () => {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this._token };
      return this._ask(url, { method: "POST", headers, body: JSON.stringify(body), signal });
    };
    try {
      return await send();
    } catch (error) {
      // Who signed in again in another window has a new token; the page's is of no use any more.
      if (error.status !== 400 || error.body !== null || !(await this._renewToken())) throw error;
      return send();
    }
  }

  async _renewToken() {
    const answer = await this._ask(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("meta[name=csrf-token]")?.content;
    if (!token || token === this._token) return false;
    this._token = token;
    return true;
  }

  async _ask(url, options = {}) {
    let answer;
    try {
      answer = await fetch(url, { credentials: "same-origin", redirect: "manual", ...options });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Unanswered("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Unanswered("signed_out", answer.status);
    if (answer.ok) return answer;
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    const reason = answer.status === 413 ? "too_large" : answer.status < 500 ? "refused" : "failed";
    throw new Unanswered(reason, answer.status, told);
  }
}
