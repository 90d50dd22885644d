// In every page that test_xss.py opens: what readers do, and what a page of ours never has.
{
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const isScript = (url) => /^\s*javascript:/i.test(url ?? "");
  // Pictures fail and animations begin a little later.
  const settle = async () => {
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done, 100));
  };
  const EVENTS = {
    PointerEvent: "pointerover pointerenter mouseover mouseenter mousemove auxclick contextmenu click",
    KeyboardEvent: "keydown",
    Event: "input change",
  };
  const FETCHED = ["src", "srcset", "poster", "data", "background", "manifest"];
  const FETCHERS = "link:not([rel=canonical], [rel=prev], [rel=next]), image, use, feImage, script, base";
  const LINKS = ["href", "xlink:href", "action", "formaction", "cite", "ping", "longdesc"];

  // Points at, types into and clicks all that is selected. Ordinary links lead away: not followed.
  function stir(root, selector, limit = Infinity) {
    const stop = (event, url) => isScript(url) || event.preventDefault();
    root.addEventListener("click", (event) => {
      const link = event.composedPath().find((one) => one.matches?.("a, area"));
      if (link) stop(event, link.href.animVal ?? link.href);
    }, true);
    root.addEventListener("submit", (event) => {
      const { submitter, target } = event;
      stop(event, submitter?.getAttribute("formaction") ?? target.getAttribute("action"));
    }, true);
    const chosen = all(root).filter((each) => each.matches(selector));
    // Of a list of thousands, every tenth will do.
    const step = Math.ceil(chosen.length / limit) || 1;
    for (const one of chosen.filter((_, i) => i % step === 0)) {
      for (const [kind, names] of Object.entries(EVENTS))
        for (const name of names.split(" "))
          one.dispatchEvent(new globalThis[kind](name, { bubbles: true, cancelable: true, composed: true }));
      one.focus?.({ preventScroll: true });
    }
  }

  // A script without the ways from page to page in it.
  const apart = (code) => code.replace(/"[./]*(?:assets\/[^"]*)?"/g, '""');

  // [what is wrong, where]; `own` are the scripts in the page that are the site's.
  function look(root, own) {
    const found = [];
    for (const one of all(root)) {
      const tag = one.localName.toLowerCase();
      const inText = one.closest("article");
      const say = (what) => found.push([what, one.outerHTML.slice(0, 300)]);
      if (tag === "script" && !one.src && !own.includes(apart(one.textContent)))
        say("script");
      if (/^(iframe|frame|object|embed|applet|portal|base|animate.*|set)$/.test(tag)) say(tag);
      const isDiagram = one.textContent.startsWith("#mermaid-");
      if (inText && /^(meta|link|style)$/.test(tag) && !isDiagram) say(tag);
      if (tag === "meta" && one.httpEquiv) say(tag);
      if (inText && /^__(?!tabbed_|code_)/.test(one.id || one.name)) say("id");
      for (const { name, value } of one.attributes) {
        if (name.startsWith("on")) say("handler");
        if (name === "style" && /fixed|evil|expression/.test(value)) say("style");
        const isFetched = FETCHED.includes(name) || (name.endsWith("href") && one.matches(FETCHERS));
        if (!isFetched && !LINKS.includes(name)) continue;
        let url;
        try {
          url = new URL(name === "srcset" ? value.trim().split(" ")[0] : value, root.baseURI);
        } catch {
          continue; // leads nowhere
        }
        const isAllowed = !isFetched && /^(https?|mailto|tel):$/.test(url.protocol);
        if (url.origin !== location.origin && !isAllowed) say("address");
      }
    }
    return found;
  }

  globalThis.XSS = {
    scripts: () => [...document.scripts].map((one) => apart(one.text)),
    look: (own) => look(document, own),
    stir: (selector, limit) => {
      stir(document, selector, limit);
      return settle();
    },
    // Shows each of these pages in a frame of its own; what is wrong in each.
    frames: async (pages) => {
      const frames = pages.map((page) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = `<!doctype html><meta charset="utf-8"><body>${page}`;
        return frame;
      });
      const loaded = frames.map((frame) => new Promise((done) => {
        frame.addEventListener("load", done);
        setTimeout(done, 20000);
      }));
      document.body.append(...frames);
      await Promise.all(loaded);
      const found = frames.map((frame) => {
        const before = look(frame.contentDocument, []); // a click may empty the page
        stir(frame.contentDocument, "*");
        return before;
      });
      await settle();
      document.body.replaceChildren();
      return found;
    },
  };
}
