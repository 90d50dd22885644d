// Starts the form editor, and stands between it and the documents. A form knows one shape a field;
// a document may have several (one or a list, a text or a mapping), and comments, and keys of other
// tools. So a document is read into the shapes of `shapes.json`, and what was changed in the form is
// put into the document as it was: every other line stays as its author wrote it.
"use strict";

window.CMS_MANUAL_INIT = true;

const playbook = (() => {
  const REST = "__rest"; // of a mapping: the keys that the form does not show, as JSON
  const SOURCE = "__source"; // the document as it was read
  const BODY = "body";
  const FENCE = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\n|$)/m;
  const NOTHING = undefined;

  // YAML as the playbook reads it: `1.10`, `no` and `12:30` are texts, and stay as they are.
  const WORDS = new Map([["", null], ["~", null], ["null", null], ["true", true], ["false", false]]);
  const resolve = (text) => {
    if (WORDS.has(text)) return WORDS.get(text);
    const isWhole = /^-?(?:0|[1-9][0-9]{0,14})$/.test(text) && text !== "-0";
    const isDecimal = /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$/.test(text);
    return isWhole || (isDecimal && String(Number(text)) === text) ? Number(text) : text;
  };
  const plain = (name, fits, represent) =>
    jsyaml.defineScalarTag(`tag:yaml.org,2002:${name}`, {
      implicit: true,
      resolve: (text) => (fits(resolve(text)) ? resolve(text) : jsyaml.NOT_RESOLVED),
      identify: fits,
      represent,
    });
  const schema = jsyaml.FAILSAFE_SCHEMA.withTags(
    plain("null", (value) => value === null, () => "null"),
    plain("bool", (value) => typeof value === "boolean", String),
    plain("float", (value) => typeof value === "number", String),
  );
  const load = (text) => (text.trim() ? jsyaml.load(text, { schema }) : {}) ?? {};

  // A text is written as the playbook's own commands write it (dump.py), so that tidying a document
  // leaves what a form saved: without quotes if it can be, in single ones if double ones would hold
  // backslashes. A text such as "-One" or "• One" would be taken for an item with the wrong sign.
  const MISREAD =
    /^[•·‣▪▫◦●○■□➢\uf0a7\uf0b7-][\p{L}\p{Nl}\p{No}\xa0\u2000-\u200a\u202f\u3000]|^[•·‣▪▫◦●○■□➢\uf0a7\uf0b7][ \t]|^<<$|^\s+$/u;
  const LINE_ENDS = /[\x85\u2028\u2029]/; // which editors don't show
  const SPELT = /["\\\xa0]/; // in double quotes
  const NO_BLOCK = /^\n*\t|\n[ \t]+$/;
  const STYLE = jsyaml.SCALAR_STYLE;
  const styleOf = ({ node: { value: text }, allowedStylesMask: allowed, isKey }) => {
    const may = (style) => Boolean(allowed & (1 << style));
    if (LINE_ENDS.test(text)) return STYLE.DOUBLE_QUOTED;
    if (text.includes("\n")) {
      const isBlock = !isKey && may(STYLE.LITERAL_BLOCK) && text.trim() && !NO_BLOCK.test(text);
      return isBlock ? STYLE.LITERAL_BLOCK : STYLE.DOUBLE_QUOTED;
    }
    if (may(STYLE.PLAIN) && !MISREAD.test(text)) return STYLE.PLAIN;
    return SPELT.test(text) && may(STYLE.SINGLE_QUOTED) ? STYLE.SINGLE_QUOTED : STYLE.DOUBLE_QUOTED;
  };
  const dump = (value) =>
    // By this schema, quotes also where other readers of YAML would take a text for a number. Dots
    // behind blank lines that belong to a text would end the fields.
    jsyaml.dump(value, {
      schema: jsyaml.CORE_SCHEMA, lineWidth: -1, noRefs: true,
      scalarStyleRules: [(scalar) => { scalar.style = styleOf(scalar); }],
    }).replace(/\n\.\.\.\n$/, "\n");

  const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isScalar = (value) => ["string", "number", "boolean"].includes(typeof value);
  const isEmpty = (value) =>
    value === null || value === NOTHING || value === "" ||
    (typeof value === "object" && !Object.keys(value).length);
  const same = (one, other) => {
    if (one === other) return true;
    if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
    const keys = Object.keys(one);
    return Array.isArray(one) === Array.isArray(other) &&
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
  };

  // What a document says → what the form shows. NOTHING where the form has no way to show it.
  const read = (shape, value) => {
    if (value === null || value === NOTHING) return NOTHING;
    if (shape.items) {
      const values = Array.isArray(value) ? value : shape.one ? [value] : [NOTHING];
      const items = values.map((item) => read(shape.items, item));
      return items.includes(NOTHING) ? NOTHING : items;
    }
    if (shape.fields) return readMapping(shape, value);
    if (shape === "lines") return isMapping(value) ? dump(value).trim() : NOTHING;
    if (shape === "date") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : NOTHING;
    if (shape === "number" && typeof value === "number") return value;
    return isScalar(value) ? String(value) : NOTHING;
  };
  const readMapping = (shape, value) => {
    if (isScalar(value) && shape.short) return { [shape.short]: String(value) };
    if (!isMapping(value)) return NOTHING;
    const shown = {};
    const rest = {};
    for (const [key, one] of Object.entries(value)) {
      const found = Object.hasOwn(shape.fields, key) ? read(shape.fields[key], one) : NOTHING;
      if (found === NOTHING) rest[key] = one;
      else shown[key] = found;
    }
    return isEmpty(rest) ? shown : { ...shown, [REST]: JSON.stringify(rest) };
  };

  // What the form holds → what the document says; `old` is what it said there.
  const write = (shape, value, old) => {
    if (isEmpty(value)) return isEmpty(old) ? old : NOTHING;
    if (same(tidy(value), tidy(read(shape, old)))) return old;
    if (shape.items) return writeList(shape, value, old);
    if (shape.fields) return writeMapping(shape, value, old);
    const text = String(value);
    if (shape === "lines") return lines(text);
    if (shape === "scalar" || shape === "number" || shape === "boolean") return resolve(text.trim());
    return text;
  };
  const writeList = (shape, value, old) => {
    const before = Array.isArray(old) ? old : [old];
    // One that was moved is still the same one.
    const known = before.map((item) => [tidy(read(shape.items, item)), item]);
    const items = value
      .map((item, at) => {
        const moved = known.find(([shown]) => shown !== NOTHING && same(shown, tidy(item)));
        return write(shape.items, item, moved ? moved[1] : before[at]);
      })
      .filter((item) => item !== NOTHING);
    if (!items.length) return NOTHING;
    const wasOne = shape.one && old !== NOTHING && !Array.isArray(old);
    return wasOne && items.length === 1 ? items[0] : items;
  };
  const writeMapping = (shape, value, old) => {
    const rest = value[REST] ? JSON.parse(value[REST]) : {};
    const before = isMapping(old) ? old : shape.short && isScalar(old) ? { [shape.short]: old } : {};
    const found = {};
    for (const key of [...Object.keys(before), ...Object.keys(shape.fields), ...Object.keys(rest)]) {
      const isShown = Object.hasOwn(shape.fields, key) && !isEmpty(value[key]);
      const one = isShown ? write(shape.fields[key], value[key], before[key]) : rest[key];
      if (one !== NOTHING && !Object.hasOwn(found, key)) found[key] = one;
    }
    const keys = Object.keys(found);
    if (!keys.length) return NOTHING;
    const isBare = shape.short && keys.length === 1 && keys[0] === shape.short && !isMapping(old);
    return isBare ? found[shape.short] : found;
  };
  // Lines that are no YAML stay a text, and the check says so at their place.
  const lines = (text) => {
    try {
      const found = load(text);
      return isMapping(found) ? found : text;
    } catch {
      return text;
    }
  };
  // A value without what is empty in it: a form has a key for every field.
  const tidy = (value) => {
    if (Array.isArray(value)) return value.map(tidy);
    if (!isMapping(value)) return value;
    const kept = Object.entries(value).map(([key, one]) => [key, tidy(one)]);
    return Object.fromEntries(kept.filter(([, one]) => !isEmpty(one)));
  };

  // The body without the empty lines around it.
  const inner = (body) => body.replace(/^(?:[ \t]*\n)+/, "").trimEnd();

  // A file as its author has it reads like what Sveltia CMS hands over: without a byte order mark,
  // its lines ended by line feeds.
  const split = (raw, ending) => {
    const text = raw.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    if (ending !== "md") return { before: "", yaml: text, after: "", body: "" };
    const found = FENCE.exec(text);
    if (!found || found.index !== 0) return { before: "---\n", yaml: "", after: "---\n", body: text };
    const start = found[0].indexOf("\n") + 1;
    const end = start + found[1].length;
    return {
      before: text.slice(0, start),
      yaml: found[1],
      after: text.slice(end, found[0].length),
      body: text.slice(found[0].length),
    };
  };

  // The lines of each field, without the comment above it; null where that can't be told.
  const fieldsOf = (yaml, data) => {
    const found = new Map();
    const rows = yaml.split(/(?<=\n)/);
    let at = 0;
    let open = null;
    for (const row of rows) {
      const isKey = /^[^\s#\-\]}]/.test(row) || /^-[^\s]/.test(row);
      const isPart = /^[ \t]+\S|^[-\]}]/.test(row);
      if (isKey) open = { start: at, end: at + row.length };
      else if (open && isPart) open.end = at + row.length;
      if (isKey) found.set(open, null);
      at += row.length;
    }
    const spans = {};
    for (const span of found.keys()) {
      try {
        const one = load(yaml.slice(span.start, span.end));
        const [key, ...others] = Object.keys(one);
        if (others.length || !same(one[key], data[key])) return null;
        spans[key] = span;
      } catch {
        return null;
      }
    }
    return same(Object.keys(spans).sort(), Object.keys(data).sort()) ? spans : null;
  };

  // Sveltia CMS shows the cause of an error of this name, and leaves the form open.
  const notInPlace = () =>
    new Error("saving_failed", {
      cause: new Error(
        "The fields of this document are written in a way that no form can change without " +
          "losing comments: change them in the file itself.",
      ),
    });

  // The fields of a document with those of `wanted`, changed only where they differ.
  const changed = (yaml, data, wanted, order) => {
    const spans = fieldsOf(yaml, data);
    if (!spans) throw notInPlace();
    const edits = [];
    for (const key of Object.keys(data)) {
      if (!Object.hasOwn(wanted, key)) edits.push({ ...spans[key], text: "" });
      else if (!same(wanted[key], data[key])) {
        edits.push({ ...spans[key], text: dump({ [key]: wanted[key] }) });
      }
    }
    for (const key of Object.keys(wanted).filter((name) => !Object.hasOwn(data, name))) {
      const above = order.slice(0, order.indexOf(key)).reverse();
      const near = above.find((name) => Object.hasOwn(spans, name));
      const place = near ? spans[near].end : 0;
      edits.push({ start: place, end: place, text: dump({ [key]: wanted[key] }) });
    }
    // From the end, so that places stay true; at one place the first comes first.
    const sorted = edits.map((edit, at) => ({ ...edit, at }));
    sorted.sort((one, other) => other.start - one.start || other.end - one.end || other.at - one.at);
    let text = yaml && !yaml.endsWith("\n") ? `${yaml}\n` : yaml;
    for (const { start, end, text: put } of sorted) text = text.slice(0, start) + put + text.slice(end);
    if (!same(load(text), wanted)) throw notInPlace();
    return text;
  };

  const format = (shapes, ending) => {
    const order = Object.keys(shapes);
    const fromFile = (text) => {
      const { yaml, body } = split(text, ending);
      const shown = {};
      for (const [key, value] of Object.entries(load(yaml))) {
        const found = Object.hasOwn(shapes, key) ? read(shapes[key], value) : NOTHING;
        if (found !== NOTHING) shown[key] = found;
      }
      const notes = ending === "md" ? { [BODY]: inner(body) } : {};
      return { ...shown, ...notes, [SOURCE]: text };
    };
    const toFile = (given) => {
      const value = JSON.parse(JSON.stringify(given));
      const { before, yaml, after, body } = split(value[SOURCE] ?? "", ending);
      const data = load(yaml);
      const wanted = {};
      for (const key of [...Object.keys(data), ...order]) {
        if (Object.hasOwn(wanted, key)) continue;
        // A field that the form could not show, and nobody filled in, is none of its business.
        const isHidden = !Object.hasOwn(shapes, key) || read(shapes[key], data[key]) === NOTHING;
        const one = isHidden && isEmpty(value[key])
          ? data[key]
          : write(shapes[key], value[key], data[key]);
        if (one !== NOTHING) wanted[key] = one;
      }
      const fields = same(wanted, data) ? yaml : changed(yaml, data, wanted, order);
      const notes = inner(value[BODY] ?? "");
      if (ending !== "md") return fields;
      return before + fields + after + (notes === inner(body) ? body : notes && `\n${notes}\n`);
    };
    return { fromFile, toFile };
  };

  const start = async () => {
    const [config, shapes] = await Promise.all(
      ["config.json", "shapes.json"].map(async (name) => (await fetch(name)).json()),
    );
    for (const { name, format: own } of config.collections) {
      const { fields, ending } = shapes[name];
      CMS.registerCustomFormat(own, ending, format(fields, ending));
    }
    CMS.init({ config: { load_config_file: false, ...config } });
  };

  return { format, start };
})();

if (typeof document !== "undefined") document.addEventListener("DOMContentLoaded", playbook.start);
if (typeof module !== "undefined") module.exports = playbook;
