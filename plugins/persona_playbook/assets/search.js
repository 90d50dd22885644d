// Material's search finds words only as they are written. Here a typed word that is nowhere on the
// site also asks for those one letter away, and every word for its synonyms (`synonyms` in
// playbook.yml). Only the query grows: searching and showing stay Material's.
{
  const [QUERY, RESULT] = [2, 3]; // what Material and its worker tell each other
  const asked = []; // the queries that wait for a result
  // Material may have set up its worker before this script was there, so its index is asked for
  // anew; the browser has it already. Other themes tell no base, and ask no worker.
  const { base = "." } = JSON.parse(document.querySelector("#__config")?.textContent ?? "{}");
  // The base of a 404 page is "/" on a site without a folder: two slashes would name a host.
  const index = new URL(`${base.replace(/\/$/, "")}/search/search_index.json`, location);
  const heard = new WeakSet(); // the workers that we listen to
  let counts; // each word of the site → how often it is there; 0: only a synonym
  let counted; // that they are counted, some day
  let last = Promise.resolve(); // queries are passed on one after the other

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? [];

  async function count() {
    counts = new Map(PLAYBOOK_SYNONYMS.flat().flatMap(wordsOf).map((word) => [word, 0]));
    const { docs } = await (await fetch(index)).json();
    const noText = /<(pre|code)\b.*?<\/\1>|<[^>]*>|&\w+;/gs; // examples show what is wrong, too
    for (const { title, text } of docs)
      for (const word of wordsOf(`${title} ${text}`.replace(noText, " ")))
        counts.set(word, (counts.get(word) ?? 0) + 1);
  }

  // One letter too many, missing or wrong, or two neighbours swapped.
  function isNear(one, other) {
    let i = 0;
    while (i < one.length && one[i] === other[i]) i++;
    const [a, b] = [one.slice(i), other.slice(i)];
    const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
    return swapped || a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1);
  }

  function nearest(typed) {
    const all = [...counts.keys()];
    if (!/^\p{L}{4,}$/u.test(typed) || all.some((word) => word.startsWith(typed))) return [];
    const whole = all.filter((word) => isNear(typed, word));
    if (whole.length) return whole;
    // Not typed to its end, or with another ending than on the site.
    const starts = [-1, 0, 1].flatMap((n) => all.map((word) => word.slice(0, typed.length + n)));
    return [...new Set(starts)].filter((start) => isNear(typed, start));
  }

  // A search can't ask for several words as one, so the rarest stands for all, and counts little.
  function rarest(synonym, parts) {
    const words = wordsOf(synonym);
    const found = words.filter((word) => word.length > 2 && counts.get(word));
    found.sort((one, other) => counts.get(one) - counts.get(other));
    for (const word of found.slice(0, 1)) if (words.length > 1) parts.add(word);
    return found.slice(0, 1);
  }

  function forgive(query) {
    const exact = /["+~^:*]|(^|\s)-/.test(query); // who uses operators wants no help
    const typed = exact ? [] : wordsOf(query);
    const groups = typed.map((word) => [word, ...nearest(word)]); // one word of each is enough
    const said = ` ${groups.flat().join(" ")}`;
    const parts = new Set(); // the words that stand for several
    for (const synonyms of PLAYBOOK_SYNONYMS) {
      const named = wordsOf(synonyms.find((one) => said.includes(` ${wordsOf(one).join(" ")}`)) ?? "");
      const groupsNamed = groups.filter((group) => group.some((word) => named.includes(word)));
      if (named.length) groups.push([...groupsNamed.flat(), ...synonyms.flatMap((one) => rarest(one, parts))]);
    }
    asked.push({ typed, groups });
    if (exact) return query;
    // What was typed counts most; "a" and "too" don't mean all words that begin so.
    const isSmall = (word, i) => i < typed.length - 1 && /^\p{Script=Latin}{1,3}$/u.test(word);
    const weighed = typed.map((word, i) => word + (isSmall(word, i) ? "^1" : "*^9000"));
    const more = new Set(groups.flat().filter((word) => !typed.includes(word)));
    const weigh = (word) => word + (parts.has(word) ? "^1" : "^3000");
    return [...weighed, ...[...more].map(weigh)].join(" ");
  }

  // "Missing: …" names only what was typed, and only if nothing that stands for it was found.
  function tidy({ data: message, isTrusted, target }) {
    if (message.type !== RESULT || !isTrusted || !asked.length) return; // or ours, from below
    const { typed, groups } = asked.shift();
    for (const { terms } of message.data.items.flat())
      for (const group of groups) {
        const found = group.some((word) => terms[word]);
        for (const word of group)
          if (!terms[word] && (found || !typed.includes(word))) delete terms[word];
      }
    // Material has heard it already; have it shown anew.
    target.dispatchEvent(new MessageEvent("message", { data: message }));
  }

  // Whoever goes to the search is about to type.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-md-component=search-query]")) counted ??= count().catch(console.warn);
  });

  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type !== QUERY) return postMessage.call(this, message, ...rest);
    if (!heard.has(this)) this.addEventListener("message", tidy);
    heard.add(this);
    last = last.then(async () => {
      if (message.data) await (counted ??= count().catch(console.warn));
      postMessage.call(this, { ...message, data: forgive(message.data) }, ...rest);
    });
  };
}
