// One page side by side: every line of the original with its reason, and what came out.

/** Label of a line as it is shown: the kind of chrome, or the label. */
function labelName(label) {
  return (label.kind || label.name).replace("comment_", label.kind ? "comment " : "").replace("_", " ");
}

/** The first line of the result, or of the page. */
function titleOf(view) {
  const text = (view.text || (view.lines[0] && view.lines[0][0]) || view.id).trim().split("\n")[0];
  return text.length > 90 ? `${text.slice(0, 88)}...` : text || view.id;
}

/** What the detectors that are no rules say of a line. */
const DETECTORS = {
  comments: "The comment detector speaks for it: it stands in a thread, found by its heads, buttons and indentation.",
  duplicates: "It repeats another line of the page.",
  site: "The profile speaks for it: the site repeats the line, or what stands around it.",
};

/** Why a line is what it is, in words. */
function whyOf(line) {
  const [, at, score, rule, detector] = line;
  const label = DATA.labels[at];
  const known = rule && DATA.reasons[rule];
  const verdict = { article: "Kept in the article", comment: "Moved to the thread", chrome: "Removed" }[label.part];
  const sure = `The program is ${Math.round(score * 100)} % sure of the part of the page.`;
  let reason =
    DETECTORS[detector] || "No rule speaks for it: the line model decided, by the line and by what stands around it.";
  if (rule) reason = known ? `Rule ${rule} (${known.set}, ${known.strength}): ${known.reason}.` : `Rule ${rule}.`;
  return { verdict: `${verdict} as ${labelName(label)}.`, reason, sure, part: label.part };
}

/** The panel that says why; `show` fills it. */
function whyPanel() {
  const panel = h(
    "div",
    { class: "why", role: "status" },
    h(
      "p",
      { class: "soft" },
      "Point at a line, or go to the lines with Tab and along them with the arrow keys, to see why it was kept or taken.",
    ),
  );
  const show = (line) => {
    const why = whyOf(line);
    panel.className = `why ${why.part}`;
    panel.replaceChildren(
      h("p", {}, h("strong", {}, why.verdict), " ", why.reason, " ", h("span", { class: "soft" }, why.sure)),
    );
  };
  return { panel, show };
}

/** The lines of the original; one of them is in the order of Tab, arrows go to the others. */
function originalLines(view, matches, show) {
  const list = h("ol", { class: "lines", "aria-label": "Lines of the original" });
  let before = -1;
  const filtered = matches !== null;
  view.lines.forEach((line, number) => {
    const [text, at] = line;
    const label = DATA.labels[at];
    const hit = filtered && matches(line);
    const bare = text.replace(/\s+$/, "").replace(/^(\s*\n)+/, "");
    const item = h(
      "li",
      {
        class: [label.part, /\n[ \t\r]*\n\s*$/.test(text) && "gap", hit && "hit", filtered && !hit && "dim"]
          .filter(Boolean)
          .join(" "),
        tabindex: "-1",
      },
      h("span", { dir: "auto" }, bare),
      h(
        "span",
        { class: at === before ? "hidden-text" : "tag" },
        label.part === "chrome" ? labelName(label) : `${PARTS[label.part]}: ${labelName(label)}`,
      ),
    );
    before = at;
    item.addEventListener("mouseenter", () => show(line));
    item.addEventListener("focus", () => {
      for (const other of list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
      item.tabIndex = 0;
      show(line);
    });
    item.dataset.number = number;
    list.append(item);
  });
  if (list.firstChild) list.firstChild.tabIndex = 0;
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -1e9, End: 1e9 };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const items = [...list.children];
    const now = items.indexOf(document.activeElement);
    const next = items[Math.max(0, Math.min(items.length - 1, now + step))];
    if (next) next.focus();
  });
  return list;
}

/** Comments as nested lists: an answer stands in the list of its parent. */
function threadOf(comments) {
  const root = h("ol", { class: "thread" });
  const items = [];
  for (const comment of comments) {
    const votes = comment.votes || {};
    const shown = [
      ["likes", "likes"],
      ["dislikes", "dislikes"],
      ["score", "points"],
    ]
      .filter(([key]) => votes[key] !== undefined)
      .map(([key, word]) => `${votes[key]} ${word}`);
    const item = h(
      "li",
      {},
      h(
        "div",
        {},
        h(
          "div",
          { class: "who" },
          h("b", {}, comment.author || "no name"),
          " ",
          [comment.date, ...shown].filter(Boolean).join(", "),
        ),
        h("p", { class: "said", dir: "auto" }, comment.text),
      ),
    );
    const parent = items[comment.parent];
    if (parent) {
      let inner = parent.querySelector(":scope > ol");
      if (!inner) parent.append((inner = h("ol", {})));
      inner.append(item);
    } else root.append(item);
    items.push(item);
  }
  return root;
}

function resultOf(view) {
  return h(
    "div",
    { class: "result", tabindex: "0", "aria-label": "The result" },
    view.text
      ? h("div", { class: "body", dir: "auto" }, view.text)
      : h("p", { class: "soft" }, "Nothing is left of the article."),
    view.comments.length > 0 && [h("h5", {}, many(view.comments.length, "comment")), threadOf(view.comments)],
  );
}

/** Fills `place` with a page. `matches` tells the lines that a filter asks for; null without a filter. */
function showPage(place, view, matches, head) {
  const { panel, show } = whyPanel();
  const [read, text, thread, removed] = view.chars;
  const facts = [
    view.site && `site ${view.site}`,
    view.language && `language ${view.language}`,
    view.confidence !== null && `confidence ${view.confidence.toFixed(2)}`,
    `${percent(text, read)} article, ${percent(thread, read)} thread, ${percent(removed, read)} removed of ${count(read)} characters`,
  ];
  const legend = h(
    "span",
    { class: "legend" },
    ["article", "comment", "chrome"].map((part) => h("span", { class: part }, h("i", { class: "dot" }), PARTS[part])),
  );
  const lines = view.lines.length > 0 ? originalLines(view, matches, show) : null;
  place.replaceChildren(
    h(
      "header",
      {},
      head,
      h("h3", { dir: "auto" }, titleOf(view)),
      h("p", { class: "mono soft" }, [view.id, view.url].filter(Boolean).join(" \u00b7 ")),
      h("p", { class: "soft" }, facts.filter(Boolean).join(" \u00b7 ")),
      h(
        "div",
        { class: "chips" },
        view.flags.map((flag) => h("span", { class: "chip" }, flag.replace("_", " "))),
        view.platforms.map((name) => h("span", { class: "chip" }, `platform ${name}`)),
      ),
      view.cut && h("p", { class: "note" }, "The page is longer than what is shown here."),
    ),
    h(
      "div",
      { class: "sides" },
      lines && h("div", {}, h("h4", {}, "Original", legend), lines, panel),
      h("div", {}, h("h4", {}, "Result"), resultOf(view)),
    ),
  );
  const hit = lines && lines.querySelector(".hit");
  if (hit) lines.scrollTop = hit.offsetTop - lines.offsetTop - 40;
}
