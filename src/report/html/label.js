// Marking pages by hand: single keys give lines their marks, the download is gold.

const MARKS = [
  ["t", "title", "headline", "article heavy"],
  ["a", "article", "article", "article"],
  ["h", "head", "comment: author, date", "comment heavy"],
  ["c", "comment", "comment: text", "comment"],
  ["x", "chrome", "all else", "plain"],
];
const CLASSES = new Map(MARKS.map(([, mark, , style]) => [mark, style]));
const BRIEF = { title: "title", article: "article", head: "author", comment: "comment", chrome: "else" };
const NAMES = { title: "headline", article: "article", head: "author", comment: "comment", chrome: "-" };

/** What was marked, and which pages are done; kept in the browser where it lets us. */
const STORE = `presswash-label-${DATA.pages.map((page) => page.id).join("\n").length}-${DATA.pages[0].id}`;
const work = {
  at: 0,
  marks: DATA.pages.map((page) => page.lines.map((line) => line[1])),
  done: DATA.pages.map(() => false),
  undo: [],
};
const list = byId("lines");
let anchor = 0;
let focus = 0;

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify({ marks: work.marks, done: work.done, at: work.at }));
  } catch {
    /* A browser that keeps nothing: the marks last as long as the page is open. */
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    const fits =
      kept &&
      kept.marks.length === DATA.pages.length &&
      kept.marks.every((marks, at) => marks.length === DATA.pages[at].lines.length);
    if (fits) Object.assign(work, { marks: kept.marks, done: kept.done, at: kept.at });
  } catch {
    /* Nothing was kept. */
  }
}

function drawLine(number) {
  const item = list.children[number];
  const mark = work.marks[work.at][number];
  const gap = /\n[ \t\r]*\n\s*$/.test(DATA.pages[work.at].lines[number][0]) ? " gap" : "";
  item.className = CLASSES.get(mark) + gap;
  item.firstChild.textContent = NAMES[mark];
}

function drawPage() {
  const page = DATA.pages[work.at];
  byId("title").textContent = `Page ${work.at + 1} of ${DATA.pages.length}`;
  byId("origin").textContent = [page.id, page.url].filter(Boolean).join(" \u00b7 ");
  list.replaceChildren(
    ...page.lines.map(([text], number) =>
      h(
        "li",
        { role: "option", tabindex: "-1", "data-number": number },
        h("span", { class: "tag" }),
        h("span", { dir: "auto" }, text.replace(/\s+$/, "").replace(/^(\s*\n)+/, "")),
      ),
    ),
  );
  page.lines.forEach((_, number) => drawLine(number));
  byId("done").setAttribute("aria-pressed", String(work.done[work.at]));
  byId("previous").disabled = work.at === 0;
  byId("next").disabled = work.at === DATA.pages.length - 1;
  select(0, 0, false);
  drawProgress();
}

function drawProgress() {
  const done = work.done.filter(Boolean).length;
  byId("progress").textContent = `${done} of ${DATA.pages.length} done`;
  byId("download").disabled = done === 0;
}

/** Selects the lines between two; the last one gets the focus. */
function select(from, to, move = true) {
  const last = list.children.length - 1;
  anchor = Math.max(0, Math.min(last, from));
  focus = Math.max(0, Math.min(last, to));
  [...list.children].forEach((item, number) => {
    const inside = number >= Math.min(anchor, focus) && number <= Math.max(anchor, focus);
    item.setAttribute("aria-selected", String(inside));
    item.tabIndex = number === focus ? 0 : -1;
  });
  if (move && list.children[focus]) list.children[focus].focus();
}

/** Gives the selected lines a mark and goes on to the next line. */
function give(mark) {
  const marks = work.marks[work.at];
  const [from, to] = [Math.min(anchor, focus), Math.max(anchor, focus)];
  work.undo.push([work.at, from, marks.slice(from, to + 1)]);
  for (let number = from; number <= to; number += 1) {
    marks[number] = mark;
    drawLine(number);
  }
  keep();
  select(to + 1, to + 1);
}

function undo() {
  const last = work.undo.pop();
  if (!last) return;
  const [at, from, before] = last;
  if (at !== work.at) goTo(at);
  before.forEach((mark, step) => {
    work.marks[at][from + step] = mark;
    drawLine(from + step);
  });
  keep();
  select(from, from + before.length - 1);
}

function goTo(at) {
  if (at < 0 || at >= DATA.pages.length) return;
  work.at = at;
  keep();
  drawPage();
  window.scrollTo(0, 0);
  select(0, 0);
}

function toggleDone() {
  work.done[work.at] = !work.done[work.at];
  keep();
  byId("done").setAttribute("aria-pressed", String(work.done[work.at]));
  drawProgress();
}

/** A page as gold: what train and eval take. */
function gold(page, marks) {
  const trimmed = page.lines.map(([text]) => text.trim());
  const of = (...wanted) => trimmed.filter((_, at) => wanted.includes(marks[at]));
  const comments = [];
  let before = "chrome";
  page.lines.forEach(([, , known], at) => {
    const mark = marks[at];
    if (mark === "head" && before !== "head")
      comments.push({ author: (known !== null && page.authors[known]) || trimmed[at], lines: [] });
    if (mark === "comment") {
      if (!comments.length) comments.push({ author: null, lines: [] });
      comments[comments.length - 1].lines.push(trimmed[at]);
    }
    // Buttons between the lines of one comment are no border.
    if (mark !== "chrome") before = mark;
  });
  const record = {
    id: page.id,
    source: "label",
    text: page.lines.map(([text]) => text).join(""),
    main: of("title", "article").join("\n"),
    comments: comments.map(({ author, lines }) => ({ ...(author ? { author } : {}), text: lines.join("\n") })),
  };
  const [title] = of("title");
  if (title) record.title = title;
  if (page.url) record.url = page.url;
  return record;
}

const goldLines = () =>
  DATA.pages
    .map((page, at) => work.done[at] && `${JSON.stringify(gold(page, work.marks[at]))}\n`)
    .filter(Boolean)
    .join("");

function download() {
  const address = URL.createObjectURL(new Blob([goldLines()], { type: "application/x-ndjson" }));
  h("a", { href: address, download: "gold.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: 12, PageUp: -12, Home: -1e9, End: 1e9 };
  const mark = MARKS.find(([key]) => key === event.key);
  const actions = {
    u: undo,
    n: () => goTo(work.at + 1),
    p: () => goTo(work.at - 1),
    d: () => {
      if (!work.done[work.at]) toggleDone();
      if (work.at + 1 < DATA.pages.length) goTo(work.at + 1);
    },
  };
  const step = steps[event.key];
  if (step !== undefined) select(event.shiftKey ? anchor : focus + step, focus + step);
  else if (mark) give(mark[1]);
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}

byId("marks").append(
  ...MARKS.map(([key, mark, name, style]) =>
    h(
      "button",
      { type: "button", class: style.split(" ")[0], onclick: () => give(mark) },
      h("kbd", {}, key),
      h(
        "span",
        {},
        h("i", { class: "dot" }),
        h("span", { class: "long" }, name),
        h("span", { class: "brief", "aria-hidden": "true" }, BRIEF[mark]),
      ),
    ),
  ),
);
list.addEventListener("keydown", onKey);
list.addEventListener("click", (event) => {
  const item = event.target.closest("li");
  if (item) select(event.shiftKey ? anchor : Number(item.dataset.number), Number(item.dataset.number));
});
byId("previous").addEventListener("click", () => goTo(work.at - 1));
byId("next").addEventListener("click", () => goTo(work.at + 1));
byId("done").addEventListener("click", toggleDone);
byId("undo").addEventListener("click", undo);
byId("download").addEventListener("click", download);
byId("clear").addEventListener("click", () => {
  work.marks = DATA.pages.map((page) => page.lines.map((line) => line[1]));
  work.done = DATA.pages.map(() => false);
  work.undo = [];
  goTo(0);
});
recall();
drawPage();
document.documentElement.dataset.ready = "true";
