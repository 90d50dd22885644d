// What pages do beyond being read. Everything essential works without it.

// Whatever a page has is started here. Material says when it has put another page in place, also
// without loading it anew (`navigation.instant`); in other themes there is only this one.
const everyPage = (start) => {
  if (globalThis.document$) document$.subscribe(start);
  else start();
};

// A button to copy a text, where `data-copy` says what it is called. The clipboard may be refused,
// or absent on an address without https: then the text is selected, ready for the keyboard.
{
  function copy(box) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.textContent = box.dataset.copy;
    button.setAttribute("aria-label", `${box.dataset.copy}: ${box.dataset.name}`);
    said.className = "playbook-copy-said";
    said.setAttribute("role", "status");
    const text = box.firstElementChild;
    box.append(button, said);
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(text.innerText);
        said.textContent = box.dataset.copied;
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = document.execCommand("copy") ? box.dataset.copied : box.dataset.refused;
      }
    });
  }

  everyPage(() => {
    for (const box of document.querySelectorAll("[data-copy]:not(:has(button))")) copy(box);
  });
}

// Choices narrow the directory: any of those of a group, all groups together, and all typed words.
// They stand in the address, so that a list can be shared, and "back" takes the last choice back.
{
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function narrow(directory) {
    const form = directory.querySelector("form");
    const status = directory.querySelector("[role=status]");
    const clear = directory.querySelector(".playbook-directory-status button");
    const boxes = [...form.querySelectorAll("[type=checkbox]")];
    const all = status.textContent;
    const rows = [...directory.querySelectorAll("[data-found]")].map((row) => ({
      row,
      numbers: new Set(row.dataset.found.split(" ")),
      text: plain(row.textContent),
    }));

    function show() {
      const chosen = new Map();
      for (const box of boxes.filter((box) => box.checked))
        chosen.set(box.name, [...(chosen.get(box.name) ?? []), box]);
      const words = plain(form.text.value).match(/\S+/g) ?? [];
      const counts = new Map(boxes.map((box) => [box, 0]));
      for (const { row, numbers, text } of rows) {
        const fits = (box) => numbers.has(box.dataset.number);
        const failed = [...chosen.keys()].filter((group) => !chosen.get(group).some(fits));
        const said = words.every((word) => text.includes(word));
        row.hidden = failed.length > 0 || !said;
        // A choice counts what it would show beside the choices of the other groups.
        if (said && failed.length < 2)
          for (const box of boxes.filter(fits))
            if (!failed.length || failed[0] === box.name) counts.set(box, counts.get(box) + 1);
      }
      for (const [box, count] of counts)
        box.closest("label").querySelector(".playbook-count").textContent = count;
      for (const section of directory.querySelectorAll("section"))
        section.hidden = !section.querySelector("li:not([hidden])");
      const count = rows.filter(({ row }) => !row.hidden).length;
      clear.hidden = !chosen.size && !words.length;
      const { some, none } = status.dataset;
      const said = some.replace("{count}", count).replace("{total}", rows.length);
      status.textContent = clear.hidden ? all : count ? said : none;
    }

    function read() {
      const wanted = new URLSearchParams(location.search);
      form.text.value = wanted.get("text") ?? "";
      for (const box of boxes) box.checked = wanted.getAll(box.name).includes(box.value);
      for (const more of form.querySelectorAll("fieldset details"))
        more.open ||= Boolean(more.querySelector(":checked"));
      show();
    }

    function write(isStep) {
      const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      const address = `${location.pathname}${wanted.size ? `?${wanted}` : ""}`;
      history[isStep ? "pushState" : "replaceState"](null, "", address);
      show();
    }

    form.addEventListener("input", ({ target }) => write(target.type === "checkbox"));
    form.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => {
      form.reset();
      write(true);
      form.text.focus();
    });
    addEventListener("popstate", read);
    form.querySelector("details").open = matchMedia("(min-width: 60em)").matches;
    form.hidden = false;
    read();
  }

  everyPage(() => {
    for (const directory of document.querySelectorAll(".playbook-directory")) narrow(directory);
  });
}

// On the map, what is pointed at, or reached with the keyboard, stands out with its lines and with
// the boxes where they lead.
everyPage(() => {
  for (const graph of document.querySelectorAll(".playbook-graph")) {
    const mark = ({ type, target }) => {
      const box = type === "focusout" || type === "mouseout" ? null : target.closest("[data-key]");
      const near = new Set(box && [box.dataset.key]);
      for (const line of graph.querySelectorAll("[data-ends]")) {
        const ends = line.dataset.ends.split(" ");
        const isNear = ends.includes(box?.dataset.key);
        line.classList.toggle("playbook-graph-near", isNear);
        line.classList.toggle("playbook-graph-far", box !== null && !isNear);
        if (isNear) ends.forEach((end) => near.add(end));
      }
      for (const other of graph.querySelectorAll("[data-key]"))
        other.classList.toggle("playbook-graph-far", box !== null && !near.has(other.dataset.key));
    };
    for (const event of ["mouseover", "mouseout", "focusin", "focusout"])
      graph.addEventListener(event, mark);
  }
});

// What Material leaves out for people who listen to a page or walk through it by keyboard.
{
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes)
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
  });

  everyPage(() => {
    const all = (selector) => document.querySelectorAll(selector);
    for (const search of all(".md-search"))
      search.setAttribute("aria-label", search.querySelector("input").getAttribute("aria-label"));
    // The menu below a link is named by a label without a word.
    for (const label of all(".md-nav__container > label:not(:has(.playbook-spoken))")) {
      const name = document.createElement("span");
      name.className = "playbook-spoken";
      name.textContent = label.previousElementSibling.textContent.trim();
      label.append(name);
    }
    // Parts of the table of contents, and the button of a block of code, are no landmarks.
    for (const nav of all(".md-nav--secondary .md-nav, .md-code__nav")) {
      nav.removeAttribute("aria-label");
      nav.setAttribute("role", "presentation");
    }
    for (const box of all(".task-list-control input"))
      box.setAttribute("aria-label", box.closest("li").innerText.trim());
    // A table that is wider than the page can be scrolled.
    for (const table of all(".md-typeset__scrollwrap")) reach.observe(table);
  });
}

// The invitation on the home page opens the theme's search.
everyPage(() => {
  const search = document.getElementById("__search");
  const invitation = document.querySelector(".playbook-home-search");
  if (search && invitation) {
    invitation.hidden = false;
    invitation.querySelector("button").addEventListener("click", () => {
      if (!search.checked) search.click();
      document.querySelector("[data-md-component=search-query]").focus();
    });
  }
});

// Compare: which personas are shown is chosen by checkboxes, and stands in the address; as many as
// fit where it says nothing. None chosen means all.
{
  function compare(form) {
    const boxes = [...form.elements.personas];
    const cells = document.querySelectorAll(".playbook-compare [data-persona]");

    function show() {
      const chosen = boxes.filter((box) => box.checked);
      const shown = chosen.length ? chosen : boxes;
      const ids = shown.map((box) => box.value);
      for (const cell of cells) cell.hidden = !ids.includes(cell.dataset.persona);
      const names = shown.map((box) => box.labels[0].innerText.trim()).join(", ");
      form.querySelector("[role=status]").textContent = form.dataset.shown.replace("{names}", names);
      return chosen.map((box) => encodeURIComponent(box.value)).join(",");
    }

    function restore() {
      const wanted = new URLSearchParams(location.search).get("personas")?.split(",");
      const few = matchMedia("(min-width: 45em)").matches ? 3 : 2;
      for (const [index, box] of boxes.entries())
        box.checked = wanted ? wanted.includes(box.value) : index < few;
      show();
    }

    function remember() {
      history.pushState(null, "", `?personas=${show()}`);
    }

    form.addEventListener("change", remember);
    form.addEventListener("reset", () => setTimeout(remember));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", restore);
    form.hidden = false;
    restore();
  }

  everyPage(() => {
    const form = document.querySelector(".playbook-choice");
    if (form) compare(form);
  });
}
